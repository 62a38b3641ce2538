#include "coordinator/fleet/enlist_service.h"

#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <variant>

#include "common/base/log.h"
#include "coordinator/fleet/admission.h"

namespace barrage {
namespace {

constexpr std::chrono::milliseconds kWriterLooksUp(250);
constexpr std::chrono::seconds kGoodbye(2);

// Writes what is in the lanes until they are closed, the stream breaks, or no Hello came in time.
void Write(grpc::ServerContext& context, EnlistService::Stream& stream, SendLanes& lanes,
           const std::atomic<bool>& greeted, int64_t hello_deadline_ns, const Clock& clock) {
  while (!lanes.closed()) {
    const std::optional<Outgoing> item = lanes.Take(kWriterLooksUp);
    if (!greeted && clock.MonotonicNs() > hello_deadline_ns) {
      context.TryCancel();
      return;
    }
    if (!item) continue;
    if (item->writing) item->writing();
    if (!stream.Write(item->message)) return;
    if (item->written) item->written();
  }
}

// Queues the refusal and gives it a moment to be written.
void Refuse(SendLanes& lanes, wire::Reject reject) {
  const auto written = std::make_shared<std::promise<void>>();
  std::future<void> done = written->get_future();
  wire::CoordinatorMessage message;
  *message.mutable_reject() = std::move(reject);
  lanes.AddControl({std::move(message), nullptr, [written] { written->set_value(); }});
  done.wait_for(kGoodbye);
}

}  // namespace

std::shared_ptr<AgentLink> EnlistService::LetIn(grpc::ServerContext& context, Stream& stream,
                                                const std::shared_ptr<SendLanes>& lanes, const std::string& nonce) {
  wire::AgentMessage first;
  if (!stream.Read(&first) || !first.has_hello()) return nullptr;
  std::optional<wire::Reject> refusal = Refusal(first.hello(), nonce, rules_.run_token);
  if (!refusal) {
    auto admitted = attendance_.Admit(std::move(*first.mutable_hello()), lanes, [&context] { context.TryCancel(); });
    if (auto* link = std::get_if<std::shared_ptr<AgentLink>>(&admitted)) return std::move(*link);
    refusal = std::get<wire::Reject>(std::move(admitted));
  }
  LogWarning("refused ", context.peer(), ": ", refusal->message());
  Refuse(*lanes, *std::move(refusal));
  return nullptr;
}

grpc::Status EnlistService::Enlist(grpc::ServerContext* context, Stream* stream) {
  const auto lanes = std::make_shared<SendLanes>();
  std::atomic<bool> greeted{false};
  const int64_t hello_deadline_ns = clock_.MonotonicNs() + absl::ToInt64Nanoseconds(rules_.hello_within);
  std::promise<void> writer_ends;
  std::thread writer([&] {
    Write(*context, *stream, *lanes, greeted, hello_deadline_ns, clock_);
    writer_ends.set_value();
  });
  std::shared_ptr<AgentLink> link;
  if (strangers_.fetch_add(1) < rules_.max_strangers) {
    const std::string nonce = NewNonce();
    wire::CoordinatorMessage challenge;
    challenge.mutable_challenge()->set_nonce(nonce);
    challenge.mutable_challenge()->set_protocol_version(kProtocolVersion);
    lanes->AddControl({std::move(challenge), nullptr, nullptr});
    link = LetIn(*context, *stream, lanes, nonce);
  } else {
    wire::Reject reject;
    reject.set_reason(wire::Reject::FULL);
    reject.set_message("too many agents are dialling in at once: try again");
    Refuse(*lanes, std::move(reject));
  }
  --strangers_;
  if (link) {
    greeted = true;
    wire::AgentMessage message;
    while (stream->Read(&message)) {
      const int64_t at_ns = clock_.MonotonicNs();
      attendance_.Deliver(link, std::move(message), at_ns);
    }
    link->Detach();
    attendance_.Left(link);
  }
  lanes->Close();
  // The agent may have stopped reading: a write must not hold the thread for ever.
  if (writer_ends.get_future().wait_for(kGoodbye) != std::future_status::ready) context->TryCancel();
  writer.join();
  return grpc::Status::OK;
}

}  // namespace barrage
