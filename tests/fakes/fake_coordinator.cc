#include "tests/fakes/fake_coordinator.h"

#include <grpcpp/grpcpp.h>

#include <utility>

namespace barrage {

FakeCoordinator::FakeCoordinator(FakeCoordinatorOptions options)
    : options_(std::move(options)), rng_(options_.seed, "breaks") {
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 0);
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
}

FakeCoordinator::~FakeCoordinator() { Vanish(); }

void FakeCoordinator::Vanish() { server_->Shutdown(std::chrono::system_clock::now()); }

bool FakeCoordinator::Await(const std::function<bool(const Seen&)>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  const MutexLock lock(mutex_);
  while (!holds(seen_)) {
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return holds(seen_);
  }
  return true;
}

FakeCoordinator::Seen FakeCoordinator::seen() const {
  const MutexLock lock(mutex_);
  return seen_;
}

bool FakeCoordinator::Say(const wire::CoordinatorMessage& message) {
  const MutexLock lock(mutex_);
  return stream_ != nullptr && stream_->Write(message);
}

void FakeCoordinator::BreakStream() {
  const MutexLock lock(mutex_);
  if (context_ != nullptr) context_->TryCancel();
}

void FakeCoordinator::StopBreaking() {
  const MutexLock lock(mutex_);
  breaking_ = false;
}

bool FakeCoordinator::Greet(Stream& stream) {
  wire::CoordinatorMessage message;
  message.mutable_challenge()->set_nonce(nonce_);
  message.mutable_challenge()->set_protocol_version(2);
  wire::AgentMessage answer;
  if (!stream.Write(message) || !stream.Read(&answer) || !answer.has_hello()) return false;
  const MutexLock lock(mutex_);
  seen_.hellos.push_back(answer.hello());
  if (options_.reject) {
    *message.mutable_reject() = *options_.reject;
  } else {
    wire::Welcome& welcome = *message.mutable_welcome();
    welcome.set_agent_id(answer.hello().facts().id());
    if (!answer.hello().run_id().empty()) {
      welcome.set_run_id(answer.hello().run_id());
      welcome.set_acked_sequence(Acked());
    }
  }
  return stream.Write(message) && !options_.reject;
}

grpc::Status FakeCoordinator::Enlist(grpc::ServerContext* context, Stream* stream) {
  const bool welcome = Greet(*stream);
  {
    const MutexLock lock(mutex_);
    ++seen_.streams;
    if (welcome) {
      context_ = context;
      stream_ = stream;
      seen_.connected = true;
    }
    changed_.notify_all();
  }
  if (!welcome) return grpc::Status::OK;
  wire::AgentMessage message;
  while (stream->Read(&message)) {
    const MutexLock lock(mutex_);
    const bool go_on = Take(message, *stream);
    changed_.notify_all();
    if (!go_on) context->TryCancel();
  }
  const MutexLock lock(mutex_);
  context_ = nullptr;
  stream_ = nullptr;
  seen_.connected = false;
  changed_.notify_all();
  return grpc::Status::OK;
}

bool FakeCoordinator::Take(const wire::AgentMessage& message, Stream& stream) {
  switch (message.body_case()) {
    case wire::AgentMessage::kBatch:
      return TakeBatch(message.batch(), stream);
    case wire::AgentMessage::kProgress: {
      ++seen_.progress;
      seen_.health = message.progress().health();
      if (!options_.answers_progress) return true;
      wire::CoordinatorMessage answer;
      answer.mutable_progress_ack()->set_sequence(message.progress().sequence());
      stream.Write(answer);
      return true;
    }
    case wire::AgentMessage::kReady:
      seen_.ready.push_back(message.ready());
      return true;
    case wire::AgentMessage::kRunFailed:
      seen_.failed.push_back(message.run_failed());
      return true;
    case wire::AgentMessage::kPhaseDone:
      seen_.phases_done.push_back(message.phase_done());
      return true;
    case wire::AgentMessage::kDrained:
      seen_.drained.push_back(message.drained());
      return true;
    case wire::AgentMessage::kClockEcho:
      seen_.echoes.push_back(message.clock_echo());
      return true;
    case wire::AgentMessage::kTokenizerWanted:
      seen_.tokenizers_wanted.push_back(message.tokenizer_wanted().sha256());
      return true;
    case wire::AgentMessage::kHello:
    case wire::AgentMessage::kSelftestDone:
    case wire::AgentMessage::BODY_NOT_SET:
      return true;
  }
  return true;
}

bool FakeCoordinator::TakeBatch(const wire::RecordBatch& batch, Stream& stream) {
  const bool breaks = breaking_ && rng_.Uniform() < options_.break_probability;
  if (breaks && rng_.Uniform() < 0.5) return false;
  if (batch.sequence() > Acked() + 1) {
    seen_.gap = true;
  } else if (batch.sequence() == Acked() + 1) {
    seen_.batches[batch.sequence()] = batch.body();
  }
  if (breaks) return false;
  wire::CoordinatorMessage ack;
  ack.mutable_ack()->set_sequence(Acked());
  stream.Write(ack);
  return true;
}

}  // namespace barrage
