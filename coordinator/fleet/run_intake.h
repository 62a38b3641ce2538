#ifndef COORDINATOR_FLEET_RUN_INTAKE_H_
#define COORDINATOR_FLEET_RUN_INTAKE_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "common/base/bounded_queue.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "coordinator/fleet/agent_link.h"
#include "coordinator/fleet/fleet_event.h"
#include "coordinator/fleet/gate.h"
#include "coordinator/store/record_log_writer.h"

namespace barrage {

// Where the agents' messages of one run arrive: record batches go to the log and are acknowledged once written,
// progress is answered at once and logged, and the controller gets the rest as events. The agents' reader threads call
// the On… methods; they wait while the log's or the controller's queue is full, which holds that agent's stream and
// nothing else. After Close they do nothing.
class RunIntake {
 public:
  // `log` is used until Close, and until it called back for each entry; `clock` outlives it. With `read_records` each
  // batch's event says which requests were sent and which not.
  RunIntake(std::string run_id, bool read_records, RecordLogWriter& log, const Clock& clock);

  RunIntake(const RunIntake&) = delete;
  RunIntake& operator=(const RunIntake&) = delete;

  // From now on this process's batches are taken, as those of the agent with this ordinal. Again, after it dialled
  // anew: its acknowledgements go to the new link.
  void AddMember(uint32_t ordinal, std::shared_ptr<AgentLink> link);

  // The last sequence of the run that is in the log from this process; nullopt: it is no member of that run.
  std::optional<uint64_t> AckedSequence(const std::string& run_id, const std::string& incarnation) const;

  void OnJoined(std::shared_ptr<AgentLink> link);
  void OnClosed(std::shared_ptr<AgentLink> link);
  void OnMessage(std::shared_ptr<AgentLink> link, wire::AgentMessage message, int64_t at_ns);

  // The slice with this number is on the stream: logs the grant and tells the controller.
  void OnSliceWritten(std::shared_ptr<AgentLink> link, uint64_t slice, const wire::Grant& grant);

  // The controller's side: the next event, waiting at most `timeout`.
  std::optional<FleetEvent> Next(std::chrono::nanoseconds timeout) { return events_.PopFor(timeout); }

  // No more events. Returns when no other thread is inside.
  void Close() {
    events_.Close();
    gate_.Shut();
  }

  // Batches in the log so far.
  uint64_t batches() const;

 private:
  struct Member {
    uint32_t ordinal = 0;
    std::shared_ptr<AgentLink> link;
    uint64_t appended = 0, written = 0;  // sequences
  };

  // nullopt: not a member.
  std::optional<uint32_t> OrdinalOf(const AgentLink& link) const;
  void OnBatch(const std::shared_ptr<AgentLink>& link, wire::RecordBatch batch, int64_t at_ns);
  void OnBatchWritten(const std::string& incarnation, uint64_t sequence);
  void OnProgress(AgentLink& link, const wire::Progress& progress, int64_t at_ns);

  const std::string run_id_;
  const bool read_records_;
  RecordLogWriter& log_;
  const Clock& clock_;
  BoundedQueue<FleetEvent> events_;
  Gate gate_;
  mutable Mutex mutex_;
  std::map<std::string, Member> members_ ABSL_GUARDED_BY(mutex_);  // by incarnation
  uint64_t batches_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_RUN_INTAKE_H_
