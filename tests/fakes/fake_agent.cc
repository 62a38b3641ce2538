#include "tests/fakes/fake_agent.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/hmac.h"
#include "common/base/sha256.h"
#include "common/record/record_codec.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace barrage {
namespace {

constexpr std::chrono::milliseconds kBeat(50);
constexpr std::chrono::seconds kPatience(10);

}  // namespace

FakeAgent::FakeAgent(int port, FakeAgentOptions options) : port_(port), options_(std::move(options)) {
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
    for (uint64_t i = 0; i < lost_slices && !slices_.empty(); ++i) {
      slices_.pop_back();
      --slices_received_;
    }
  }
  Dial();
}

void FakeAgent::Leave() {
  const MutexLock lock(mutex_);
  leaving_ = true;
  slices_.clear();
  DrainIfAcked();
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
    if (closed_ || !setup_ || drained_) continue;
    wire::AgentMessage message;
    wire::Progress& progress = *message.mutable_progress();
    progress.set_sequence(++progress_);
    progress.set_sent_ns(Now());
    progress.set_phase(starts_.empty() ? 0 : starts_.back().phase());
    progress.mutable_health()->set_dispatched(finished_.size());
    progress.mutable_health()->set_finished(finished_.size());
    progress.mutable_health()->set_spool_full(options_.spool_full);
    for (const OutcomeRow& row : kOutcomes) {
      progress.mutable_health()->add_outcomes(row.outcome == options_.outcome ? finished_.size() : 0);
    }
    Send(message);
    Work();
  }
}

int64_t FakeAgent::Now() const { return SystemClock().MonotonicNs() + options_.clock_offset_ns; }

void FakeAgent::Send(const wire::AgentMessage& message) {
  if (!closed_) stream_->Write(message);
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
      if (setup_ && !drained_) {
        hello.set_run_id(setup_->run_id());
        hello.set_acked_sequence(acked_);
        hello.set_slices_received(slices_received_);
      }
      return Send(answer);
    }
    case wire::CoordinatorMessage::kWelcome:
      assigned_id_ = message.welcome().agent_id();
      for (const wire::RecordBatch& batch : batches_) {
        if (batch.sequence() <= message.welcome().acked_sequence()) continue;
        wire::AgentMessage again;
        *again.mutable_batch() = batch;
        Send(again);
      }
      return;
    case wire::CoordinatorMessage::kReject:
      reject_ = message.reject();
      return;
    case wire::CoordinatorMessage::kClockProbe:
      if (!options_.answers_probes) return;
      answer.mutable_clock_echo()->set_id(message.clock_probe().id());
      answer.mutable_clock_echo()->set_agent_ns(Now());
      return Send(answer);
    case wire::CoordinatorMessage::kRunSetup:
      setup_ = message.run_setup();
      slices_.clear();
      starts_.clear();
      finished_.clear();
      batches_.clear();
      slices_received_ = acked_ = 0;
      phases_done_ = 0;
      stopped_ = ending_ = drained_ = last_seen_ = false;
      if (options_.fail_with) {
        answer.mutable_run_failed()->set_kind(wire::RunFailed::TARGET);
        answer.mutable_run_failed()->set_message(*options_.fail_with);
        drained_ = true;
      } else if (!setup_->tokenizer_sha256().empty()) {
        tokenizer_.clear();
        answer.mutable_tokenizer_wanted()->set_sha256(setup_->tokenizer_sha256());
      } else {
        answer.mutable_ready()->set_phase(1);
      }
      return Send(answer);
    case wire::CoordinatorMessage::kTokenizer:
      if (message.tokenizer().data().size() > size_t{1} << 20) return;
      tokenizer_ += message.tokenizer().data();
      if (!message.tokenizer().last() || Sha256Hex(tokenizer_) != setup_->tokenizer_sha256()) return;
      answer.mutable_ready()->set_phase(1);
      return Send(answer);
    case wire::CoordinatorMessage::kPayload:
      payloads_[message.payload().payload_id()] += message.payload().data();
      return;
    case wire::CoordinatorMessage::kSlice:
      ++slices_received_;
      for (const wire::ScheduledRequest& request : message.slice().requests()) {
        if (!payloads_.contains(request.payload_id())) ++requests_without_payload_;
      }
      slices_.push_back(message.slice());
      return Work();
    case wire::CoordinatorMessage::kStart:
      if (starts_.empty() || starts_.back().phase() < message.start().phase()) starts_.push_back(message.start());
      return Work();
    case wire::CoordinatorMessage::kProgressAck:
      return;
    case wire::CoordinatorMessage::kAck:
      acked_ = std::max(acked_, message.ack().sequence());
      return DrainIfAcked();
    case wire::CoordinatorMessage::kStop:
      stopped_ = true;
      return Work();
    case wire::CoordinatorMessage::kEndRun:
      ending_ = true;
      return DrainIfAcked();
    case wire::CoordinatorMessage::kSelftest:
    case wire::CoordinatorMessage::BODY_NOT_SET:
      return;
  }
}

void FakeAgent::Work() {
  if (starts_.empty() || leaving_ || Now() < starts_.back().t0_ns()) return;
  while (!slices_.empty() && slices_.front().phase() <= starts_.back().phase()) {
    wire::ScheduleSlice& slice = slices_.front();
    std::vector<int64_t> done, not_sent;
    while (slice.requests_size() > 0) {
      const wire::ScheduledRequest request = slice.requests(0);
      const bool due = Now() >= starts_.back().t0_ns() + request.offset_ns();
      const bool stalls = options_.stall_after && finished_.size() >= *options_.stall_after;
      if (!stopped_ && (stalls || !due)) break;
      slice.mutable_requests()->erase(slice.requests().begin());
      if (stopped_) {
        not_sent.push_back(request.index());
      } else {
        done.push_back(request.index());
        finished_.push_back(request.index());
      }
    }
    SendRecords(done, options_.outcome);
    SendRecords(not_sent, Outcome::kNotSent);
    if (slice.requests_size() > 0) return;
    last_seen_ = last_seen_ || slice.last();
    slices_.pop_front();
  }
  EndPhaseIfDone();
}

void FakeAgent::SendRecords(const std::vector<int64_t>& indices, Outcome outcome) {
  if (indices.empty()) return;
  RecordBatchEncoder encoder;
  for (const int64_t index : indices) {
    RequestRecord record;
    record.index = index;
    record.outcome = outcome;
    if (outcome != Outcome::kNotSent) record.dispatched_ns = Now();
    encoder.Add(record);
  }
  wire::RecordBatch& batch = batches_.emplace_back();
  batch.set_run_id(setup_->run_id());
  batch.set_sequence(batches_.size());
  batch.set_records(static_cast<uint32_t>(indices.size()));
  batch.set_body(encoder.Finish());
  wire::AgentMessage message;
  *message.mutable_batch() = batch;
  Send(message);
}

void FakeAgent::EndPhaseIfDone() {
  if (phases_done_ >= starts_.size() || !(last_seen_ || stopped_)) return;
  ++phases_done_;
  last_seen_ = false;
  wire::AgentMessage message;
  message.mutable_phase_done()->set_phase(starts_.back().phase());
  Send(message);
}

void FakeAgent::DrainIfAcked() {
  if (drained_ || !setup_ || !(ending_ || leaving_) || acked_ < batches_.size()) return;
  drained_ = true;
  wire::AgentMessage message;
  message.mutable_drained()->set_leaving(leaving_);
  message.mutable_drained()->set_batches(batches_.size());
  message.mutable_drained()->set_records(finished_.size());
  Send(message);
}

bool FakeAgent::AwaitFinished(uint64_t requests) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const MutexLock lock(mutex_);
  while (finished_.size() < requests || acked_ < batches_.size()) {
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
  return setup_;
}
std::vector<wire::Start> FakeAgent::starts() const {
  const MutexLock lock(mutex_);
  return starts_;
}
std::vector<int64_t> FakeAgent::finished() const {
  const MutexLock lock(mutex_);
  return finished_;
}
std::string FakeAgent::tokenizer() const {
  const MutexLock lock(mutex_);
  return tokenizer_;
}

uint64_t FakeAgent::requests_without_payload() const {
  const MutexLock lock(mutex_);
  return requests_without_payload_;
}
bool FakeAgent::was_stopped() const {
  const MutexLock lock(mutex_);
  return stopped_;
}

}  // namespace barrage
