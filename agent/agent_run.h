#ifndef AGENT_AGENT_RUN_H_
#define AGENT_AGENT_RUN_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/event_queue.h"
#include "agent/health_sampler.h"
#include "agent/host/limits.h"
#include "agent/lease.h"
#include "agent/load/worker.h"
#include "agent/run_state.h"
#include "agent/schedule_desk.h"
#include "agent/tokenizer_shelf.h"
#include "agent/upload/outbox.h"
#include "agent/upload/uploader.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "proto/agent.pb.h"

namespace barrage {

struct AgentRunOptions {
  uint64_t number = 0;  // of this run in this process
  std::string agent_id;
  uint32_t loops = 1;
  uint64_t open_file_limit = 0;
  PortRange ports;
  std::string spool_path;
  uint64_t record_memory_bytes = 0;
  uint64_t spool_bytes = 0;
};

// One run as this agent serves it: its loops, its records on their way, its lease. It says what it has to say through
// the outbox and learns from its loops through the event queue. For the session's thread; what it is given
// outlives it. It goes on while there is no stream.
class AgentRun {
 public:
  AgentRun(AgentRunOptions options, wire::RunSetup setup, const TokenizerShelf& tokenizers, EventQueue& events,
           Outbox& outbox, const Clock& clock);

  // Cuts what runs and forgets what was not uploaded.
  ~AgentRun();

  AgentRun(const AgentRun&) = delete;
  AgentRun& operator=(const AgentRun&) = delete;

  // Checks this host's limits, opens connections and asks for the tokenizer if it is not here; Ready or RunFailed
  // follows.
  void Prepare();

  // From the coordinator.
  void OnPayload(const wire::PayloadPiece& piece) { desk_.OnPayload(piece); }
  void OnSlice(wire::ScheduleSlice slice);
  void OnStart(const wire::Start& start);
  void OnStop(StopMode mode);
  void OnProgressAck(uint64_t sequence);
  void OnAck(uint64_t sequence);

  // From the loops.
  void OnWarmedUp(const WarmUpResult& result);
  void OnLoopDone(uint32_t phase);

  // From the shelf: one that this run may be waiting for.
  void OnTokenizer(const ReadTokenizer& read);

  // No further phase: what runs ends by `mode`, then everything is uploaded, then Drained. `leaving`: this process is
  // going; what it has not sent gets no record, so that it counts as never granted.
  void End(StopMode mode, bool leaving);

  // The stream is gone; a new one is there, and the coordinator has all batches up to `acked_sequence`.
  void OnDetached();
  void OnResumed(uint64_t acked_sequence);

  void SendProgress();

  // Brings health() up to date while there is nobody to send it to: what was measured is left for SendProgress.
  void RefreshHealth();

  RunState state() const { return state_; }
  const std::string& run_id() const { return setup_->run_id(); }
  uint64_t number() const { return options_.number; }
  const wire::HealthSample& health() const { return health_; }  // the newest
  uint64_t slices_received() const { return desk_.slices_received(); }
  UploadState upload() const { return uploader_->State(); }
  std::optional<int64_t> progress_unanswered_since_ns() const { return lease_.waiting_since_ns(); }

 private:
  void AddSlots(uint32_t slots);
  void Become(RunEvent event);
  void Fail(wire::RunFailed::Kind kind, absl::string_view message);
  void ReadyIfPrepared();
  void AskForTokenizer();
  void Accept(FinishedRecord&& finished);
  void UploadRest();
  void ConnectSource();

  const AgentRunOptions options_;
  const std::shared_ptr<const wire::RunSetup> setup_;
  const TokenizerShelf& tokenizers_;
  EventQueue& events_;
  Outbox& outbox_;
  const Clock& clock_;

  RunState state_ = RunState::kIdle;
  bool keeps_texts_ = false;
  std::atomic<bool> leaving_ = false;  // read by the loops' sinks
  std::shared_ptr<Uploader> uploader_;
  HealthSampler sampler_;
  wire::HealthSample health_;
  ScheduleDesk desk_;
  Lease lease_;
  uint32_t phase_ = 0, phases_done_ = 0;
  uint32_t slots_ = 0;  // in the phase that runs
  size_t loops_warm_ = 0, loops_done_ = 0;
  bool needs_tokenizer_ = false;  // and does not have it yet
  uint32_t connections_open_ = 0;
  uint64_t records_before_phase_ = 0, phase_records_ = 0;
  uint64_t last_sequence_ = 0;

  Mutex gate_mutex_;  // the uploader's thread passes `full` on to the workers under it
  bool gate_open_ ABSL_GUARDED_BY(gate_mutex_) = true;

  std::vector<std::unique_ptr<Worker>> workers_;  // last: their sinks use all of the above
};

}  // namespace barrage

#endif  // AGENT_AGENT_RUN_H_
