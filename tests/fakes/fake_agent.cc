#include "tests/fakes/fake_agent.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/hmac.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace barrage {
namespace {

constexpr std::chrono::milliseconds kBeat(50);
constexpr std::chrono::seconds kPatience(10);

}  // namespace

FakeAgent::FakeAgent(int port, FakeAgentOptions options)
    : port_(port), options_(std::move(options)), run_(options_.run) {
  Dial();
  beater_ = std::thread([this] { Beat(); });
}

FakeAgent::~FakeAgent() {
  Die();
  {
    const MutexLock lock(mutex_);
    stop_beating_ = true;
    changed_.notify_all();
  }
  beater_.join();
}

void FakeAgent::Dial() {
  context_ = std::make_unique<grpc::ClientContext>();
  // Each stream on a connection of its own.
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  stub_ = wire::Coordinator::NewStub(
      grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", port_), grpc::InsecureChannelCredentials(), arguments));
  stream_ = stub_->Enlist(context_.get());
  {
    const MutexLock lock(mutex_);
    closed_ = false;
  }
  reader_ = std::thread([this] { Read(); });
}

void FakeAgent::Die() {
  context_->TryCancel();
  if (reader_.joinable()) reader_.join();
}

void FakeAgent::Redial(uint64_t lost_slices) {
  Die();
  {
    const MutexLock lock(mutex_);
    run_.ForgetSlices(lost_slices);
  }
  Dial();
}

void FakeAgent::Leave() {
  const MutexLock lock(mutex_);
  run_.Leave();
  SendMessages();
}

void FakeAgent::Read() {
  wire::CoordinatorMessage message;
  while (stream_->Read(&message)) {
    const MutexLock lock(mutex_);
    On(message);
    changed_.notify_all();
  }
  const MutexLock lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

void FakeAgent::Beat() {
  const MutexLock lock(mutex_);
  auto next = std::chrono::steady_clock::now();
  while (!stop_beating_) {
    if (changed_.wait_until(mutex_, next) != std::cv_status::timeout) continue;
    next += kBeat;
    if (closed_) continue;
    run_.Beat();
    SendMessages();
  }
}

void FakeAgent::On(const wire::CoordinatorMessage& message) {
  wire::AgentMessage answer;
  switch (message.body_case()) {
    case wire::CoordinatorMessage::kChallenge: {
      wire::Hello& hello = *answer.mutable_hello();
      hello.set_protocol_version(options_.protocol_version);
      hello.mutable_facts()->set_id(options_.id);
      hello.mutable_facts()->set_incarnation(options_.incarnation.empty() ? options_.id + "-process"
                                                                          : options_.incarnation);
      if (options_.run_token) hello.set_hmac(HmacSha256(*options_.run_token, message.challenge().nonce()));
      run_.Describe(hello);
      stream_->Write(answer);
      return;
    }
    case wire::CoordinatorMessage::kWelcome:
      assigned_id_ = message.welcome().agent_id();
      run_.ResumeAfter(message.welcome().acked_sequence());
      break;
    case wire::CoordinatorMessage::kReject:
      reject_ = message.reject();
      return;
    case wire::CoordinatorMessage::kClockProbe:
      if (!options_.answers_probes) return;
      answer.mutable_clock_echo()->set_id(message.clock_probe().id());
      answer.mutable_clock_echo()->set_agent_ns(run_.Now());
      stream_->Write(answer);
      return;
    default:
      run_.On(message);
  }
  SendMessages();
}

void FakeAgent::SendMessages() {
  for (const wire::AgentMessage& message : run_.TakeMessages()) {
    if (!closed_) stream_->Write(message);
  }
}

bool FakeAgent::AwaitFinished(uint64_t requests) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const MutexLock lock(mutex_);
  while (run_.finished().size() < requests || !run_.is_acknowledged()) {
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return false;
  }
  return true;
}

bool FakeAgent::AwaitWelcome() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const MutexLock lock(mutex_);
  while (assigned_id_.empty()) {
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return false;
  }
  return true;
}

bool FakeAgent::AwaitClosed() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const MutexLock lock(mutex_);
  while (!closed_) {
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return false;
  }
  return true;
}

std::string FakeAgent::assigned_id() const {
  const MutexLock lock(mutex_);
  return assigned_id_;
}
std::optional<wire::Reject> FakeAgent::reject() const {
  const MutexLock lock(mutex_);
  return reject_;
}
std::optional<wire::RunSetup> FakeAgent::setup() const {
  const MutexLock lock(mutex_);
  return run_.setup();
}
std::vector<wire::Start> FakeAgent::starts() const {
  const MutexLock lock(mutex_);
  return run_.starts();
}
std::vector<int64_t> FakeAgent::finished() const {
  const MutexLock lock(mutex_);
  return run_.finished();
}
std::string FakeAgent::tokenizer() const {
  const MutexLock lock(mutex_);
  return run_.tokenizer();
}

uint64_t FakeAgent::requests_without_payload() const {
  const MutexLock lock(mutex_);
  return run_.requests_without_payload();
}
bool FakeAgent::was_stopped() const {
  const MutexLock lock(mutex_);
  return run_.was_stopped();
}

}  // namespace barrage
