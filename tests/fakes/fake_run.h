#ifndef TESTS_FAKES_FAKE_RUN_H_
#define TESTS_FAKES_FAKE_RUN_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/record/outcome.h"
#include "proto/agent.pb.h"

namespace barrage {

struct FakeRunOptions {
  int64_t clock_offset_ns = 0;           // its clock, less the coordinator's
  std::optional<uint64_t> stall_after;   // finishes so many requests, and no more
  std::optional<std::string> fail_with;  // answers RunSetup with RunFailed{TARGET}
  Outcome outcome = Outcome::kOk;        // of every request
  std::optional<int64_t> forgets;        // the request of which it makes no record
  bool spool_full = false;               // says so from the start
};

// A run as a fake agent serves it: each request granted to it is finished as soon as it is due in the phase that has
// started. Sends nothing itself: its owner takes its messages. Not for several threads at once.
class FakeRun {
 public:
  explicit FakeRun(FakeRunOptions options) : options_(std::move(options)) {}

  // What it has to say since the last call, in order.
  std::vector<wire::AgentMessage> TakeMessages() { return std::exchange(messages_, {}); }

  // What a run's part of the protocol says; other messages are ignored.
  void On(const wire::CoordinatorMessage& message);

  // What it holds of a run that goes on, for an agent that dials again.
  void Describe(wire::Hello& hello) const;
  // A new stream: the coordinator has all batches up to `acked_sequence`, and gets the others again.
  void ResumeAfter(uint64_t acked_sequence);
  // The newest slices never came.
  void ForgetSlices(uint64_t count);

  // Time has passed: says Progress, and finishes what is due.
  void Beat();

  // Told to end: finishes nothing more, uploads, says Drained{leaving}.
  void Leave();

  bool is_acknowledged() const { return acked_ >= batches_.size(); }  // all that was recorded
  bool was_stopped() const { return stopped_; }
  const std::optional<wire::RunSetup>& setup() const { return setup_; }
  const std::vector<wire::Start>& starts() const { return starts_; }
  const std::vector<int64_t>& finished() const { return finished_; }  // indices, in order
  const std::string& tokenizer() const { return tokenizer_; }
  uint64_t requests_without_payload() const { return requests_without_payload_; }
  int64_t Now() const;

 private:
  void Begin(const wire::RunSetup& setup);
  void OnTokenizer(const wire::TokenizerPiece& piece);
  void OnSlice(const wire::ScheduleSlice& slice);
  void Work();
  void Record(const std::vector<int64_t>& indices, Outcome outcome);
  void EndPhaseIfDone();
  void DrainIfAcked();

  const FakeRunOptions options_;
  std::vector<wire::AgentMessage> messages_;
  std::optional<wire::RunSetup> setup_;
  std::vector<wire::Start> starts_;
  std::map<uint64_t, std::string> payloads_;
  std::deque<wire::ScheduleSlice> slices_;  // that came, and are not worked off
  std::string tokenizer_;
  uint64_t slices_received_ = 0;
  std::vector<int64_t> finished_;
  uint64_t requests_without_payload_ = 0;
  uint32_t phases_done_ = 0;
  bool last_seen_ = false, stopped_ = false, ending_ = false, leaving_ = false, drained_ = false;
  std::vector<wire::RecordBatch> batches_;  // all of the run
  uint64_t acked_ = 0, progress_ = 0;
};

}  // namespace barrage

#endif  // TESTS_FAKES_FAKE_RUN_H_
