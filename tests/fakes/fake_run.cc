#include "tests/fakes/fake_run.h"

#include <algorithm>

#include "common/base/clock.h"
#include "common/base/sha256.h"
#include "common/record/record_codec.h"

namespace barrage {

int64_t FakeRun::Now() const { return SystemClock().MonotonicNs() + options_.clock_offset_ns; }

void FakeRun::On(const wire::CoordinatorMessage& message) {
  switch (message.body_case()) {
    case wire::CoordinatorMessage::kRunSetup:
      return Begin(message.run_setup());
    case wire::CoordinatorMessage::kTokenizer:
      return OnTokenizer(message.tokenizer());
    case wire::CoordinatorMessage::kPayload:
      payloads_[message.payload().payload_id()] += message.payload().data();
      return;
    case wire::CoordinatorMessage::kSlice:
      return OnSlice(message.slice());
    case wire::CoordinatorMessage::kStart:
      if (starts_.empty() || starts_.back().phase() < message.start().phase()) starts_.push_back(message.start());
      return Work();
    case wire::CoordinatorMessage::kAck:
      acked_ = std::max(acked_, message.ack().sequence());
      return DrainIfAcked();
    case wire::CoordinatorMessage::kStop:
      stopped_ = true;
      return Work();
    case wire::CoordinatorMessage::kEndRun:
      ending_ = true;
      return DrainIfAcked();
    default:
      return;
  }
}

void FakeRun::Begin(const wire::RunSetup& setup) {
  setup_ = setup;
  slices_.clear();
  starts_.clear();
  finished_.clear();
  batches_.clear();
  slices_received_ = acked_ = 0;
  phases_done_ = 0;
  stopped_ = ending_ = drained_ = last_seen_ = false;
  wire::AgentMessage& answer = messages_.emplace_back();
  if (options_.fail_with) {
    answer.mutable_run_failed()->set_kind(wire::RunFailed::TARGET);
    answer.mutable_run_failed()->set_message(*options_.fail_with);
    drained_ = true;
  } else if (!setup.tokenizer_sha256().empty()) {
    tokenizer_.clear();
    answer.mutable_tokenizer_wanted()->set_sha256(setup.tokenizer_sha256());
  } else {
    answer.mutable_ready()->set_phase(1);
  }
}

void FakeRun::OnTokenizer(const wire::TokenizerPiece& piece) {
  if (piece.data().size() > size_t{1} << 20) return;
  tokenizer_ += piece.data();
  if (piece.last() && Sha256Hex(tokenizer_) == setup_->tokenizer_sha256()) {
    messages_.emplace_back().mutable_ready()->set_phase(1);
  }
}

void FakeRun::OnSlice(const wire::ScheduleSlice& slice) {
  ++slices_received_;
  for (const wire::ScheduledRequest& request : slice.requests()) {
    if (!payloads_.contains(request.payload_id())) ++requests_without_payload_;
  }
  slices_.push_back(slice);
  Work();
}

void FakeRun::Describe(wire::Hello& hello) const {
  if (!setup_ || drained_) return;
  hello.set_run_id(setup_->run_id());
  hello.set_acked_sequence(acked_);
  hello.set_slices_received(slices_received_);
}

void FakeRun::ResumeAfter(uint64_t acked_sequence) {
  for (const wire::RecordBatch& batch : batches_) {
    if (batch.sequence() > acked_sequence) *messages_.emplace_back().mutable_batch() = batch;
  }
}

void FakeRun::ForgetSlices(uint64_t count) {
  for (; count > 0 && !slices_.empty(); --count) {
    slices_.pop_back();
    --slices_received_;
  }
}

void FakeRun::Beat() {
  if (!setup_ || drained_) return;
  wire::Progress& progress = *messages_.emplace_back().mutable_progress();
  progress.set_sequence(++progress_);
  progress.set_sent_ns(Now());
  progress.set_phase(starts_.empty() ? 0 : starts_.back().phase());
  progress.mutable_health()->set_dispatched(finished_.size());
  progress.mutable_health()->set_finished(finished_.size());
  progress.mutable_health()->set_spool_full(options_.spool_full);
  for (const OutcomeRow& row : kOutcomes) {
    progress.mutable_health()->add_outcomes(row.outcome == options_.outcome ? finished_.size() : 0);
  }
  Work();
}

void FakeRun::Leave() {
  leaving_ = true;
  slices_.clear();
  DrainIfAcked();
}

void FakeRun::Work() {
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
        if (request.index() != options_.forgets) done.push_back(request.index());
        finished_.push_back(request.index());
      }
    }
    Record(done, options_.outcome);
    Record(not_sent, Outcome::kNotSent);
    if (slice.requests_size() > 0) return;
    last_seen_ = last_seen_ || slice.last();
    slices_.pop_front();
  }
  EndPhaseIfDone();
}

void FakeRun::Record(const std::vector<int64_t>& indices, Outcome outcome) {
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
  *messages_.emplace_back().mutable_batch() = batch;
}

void FakeRun::EndPhaseIfDone() {
  if (phases_done_ >= starts_.size() || !(last_seen_ || stopped_)) return;
  ++phases_done_;
  last_seen_ = false;
  messages_.emplace_back().mutable_phase_done()->set_phase(starts_.back().phase());
}

void FakeRun::DrainIfAcked() {
  if (drained_ || !setup_ || !(ending_ || leaving_) || !is_acknowledged()) return;
  drained_ = true;
  wire::Drained& drained = *messages_.emplace_back().mutable_drained();
  drained.set_leaving(leaving_);
  drained.set_batches(batches_.size());
  drained.set_records(finished_.size());
}

}  // namespace barrage
