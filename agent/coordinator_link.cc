#include "agent/coordinator_link.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

constexpr int kLargestMessage = 8 << 20;

std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const CoordinatorAddress& address) {
  if (!address.tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = address.ca_pem;
  options.pem_cert_chain = address.cert_pem;
  options.pem_private_key = address.key_pem;
  return grpc::SslCredentials(options);
}

std::shared_ptr<grpc::Channel> ChannelTo(const CoordinatorAddress& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestMessage);
  arguments.SetMaxSendMessageSize(kLargestMessage);
  // Each dial is a connection of its own: gRPC's memory of the last failure would hold it back.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // A coordinator whose host vanished is noticed without traffic, too.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  if (!address.server_name.empty()) arguments.SetSslTargetNameOverride(address.server_name);
  return grpc::CreateCustomChannel(address.host_port, CredentialsOf(address), arguments);
}

wire::AgentMessage EchoOf(const wire::ClockProbe& probe, const Clock& clock) {
  wire::AgentMessage message;
  message.mutable_clock_echo()->set_id(probe.id());
  message.mutable_clock_echo()->set_agent_ns(clock.MonotonicNs());
  return message;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CoordinatorLink>> CoordinatorLink::Dial(const CoordinatorAddress& address,
                                                                       std::chrono::milliseconds timeout,
                                                                       Outbox& outbox, const Clock& clock,
                                                                       Sinks sinks) {
  std::shared_ptr<grpc::Channel> channel = ChannelTo(address);
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + timeout)) {
    return absl::UnavailableError(absl::StrCat("no coordinator at ", address.host_port));
  }
  outbox.Open();
  return std::unique_ptr<CoordinatorLink>(new CoordinatorLink(std::move(channel), outbox, clock, std::move(sinks)));
}

CoordinatorLink::CoordinatorLink(std::shared_ptr<grpc::Channel> channel, Outbox& outbox, const Clock& clock,
                                 Sinks sinks)
    : outbox_(outbox),
      clock_(clock),
      sinks_(std::move(sinks)),
      stub_(wire::Coordinator::NewStub(std::move(channel))),
      stream_(stub_->Enlist(&context_)) {
  writer_ = std::thread([this] { Write(); });
  reader_ = std::thread([this] { Read(); });
}

CoordinatorLink::~CoordinatorLink() {
  context_.TryCancel();
  outbox_.Close();
  reader_.join();
}

void CoordinatorLink::Read() {
  wire::CoordinatorMessage message;
  while (stream_->Read(&message)) {
    if (message.has_clock_probe()) {
      outbox_.PutFirst(EchoOf(message.clock_probe(), clock_));
    } else {
      sinks_.on_message(std::move(message));
    }
    message.Clear();
  }
  outbox_.Close();
  writer_.join();
  const grpc::Status status = stream_->Finish();
  sinks_.on_closed(status.ok()
                       ? absl::OkStatus()
                       : absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message()));
}

void CoordinatorLink::Write() {
  while (const std::optional<wire::AgentMessage> message = outbox_.Next()) {
    if (!stream_->Write(*message)) return;
  }
  stream_->WritesDone();
}

}  // namespace barrage
