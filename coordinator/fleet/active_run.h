#ifndef COORDINATOR_FLEET_ACTIVE_RUN_H_
#define COORDINATOR_FLEET_ACTIVE_RUN_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/clock.h"
#include "coordinator/fleet/attendance.h"
#include "coordinator/fleet/granter.h"
#include "coordinator/fleet/member.h"
#include "coordinator/fleet/progress_board.h"
#include "coordinator/fleet/run_intake.h"
#include "coordinator/fleet/run_observer.h"
#include "coordinator/fleet/run_phase.h"
#include "coordinator/fleet/run_timings.h"
#include "coordinator/fleet/stop_signal.h"
#include "coordinator/plan/plan.h"
#include "coordinator/store/record_log_writer.h"
#include "coordinator/workload/workload.h"

namespace barrage {

// Why a run ends before its plan. In order of weight: the first that holds decides the exit code.
enum class EndCause {
  kInterrupted,    // 130, 143
  kLogFailed,      // 1: disk full
  kInternal,       // 1
  kTargetLost,     // 3
  kSetupFailed,    // 3
  kAgentsMissing,  // 4
  kAgentLost,      // 4
  kErrorRate,      // the numbers decide
};

struct Ending {
  EndCause cause;
  int exit_code = 0;
  std::string sentence;
};

// What a run is made of. Everything outlives it.
struct RunParts {
  Attendance& attendance;
  const Plan& plan;
  const Workload& workload;
  RecordLogWriter& log;
  RunObserver& observer;
  const StopSignal& stop;
  const Clock& clock;
  std::shared_ptr<const std::string> tokenizer_json;  // null: none
};

// The load phase at hand: warm-up or measured.
struct LoadPhaseState {
  uint32_t number = 0;  // 1, 2 …
  bool warmup = false;
  std::shared_ptr<Deck> deck;
  std::optional<int64_t> t0_ns;        // coordinator's clock; absent: not started
  std::optional<int64_t> dispatch_ns;  // dispatch ends this long after t0
  std::optional<int64_t> scheduled;
};

// The state of the run in progress; the files around it are what is done with it. For the controller's thread.
struct ActiveRun {
  ActiveRun(RunParts run_parts, std::string id, RunTimings run_timings);

  int64_t Now() const { return parts.clock.MonotonicNs(); }

  // Takes the step in `phase`. Requires that it is possible.
  void Step(RunStep step);

  // The run is to end early. The first call of a cause counts.
  void End(EndCause cause, int exit_code, std::string sentence);
  bool ending() const { return !endings.empty(); }

  // Writes an event to the log.
  void Log(wire::RunEvent::Kind kind, std::optional<uint32_t> agent, absl::string_view sentence, int64_t value = 0);
  // Writes an event to the log, and its sentence to the person.
  void Note(wire::RunEvent::Kind kind, std::optional<uint32_t> agent, absl::string_view sentence, int64_t value = 0);

  // The member whose process is at the other end of `link`, or nullptr.
  Member* MemberOf(const AgentLink& link);

  // Those still in the run, connected or not.
  std::vector<Member*> Present();

  void SendToAll(const wire::CoordinatorMessage& message);

  RunParts parts;
  const std::string run_id;
  const RunTimings timings;
  std::shared_ptr<RunIntake> intake;
  GrantSources sources;
  std::vector<std::unique_ptr<Member>> members;      // by ordinal
  std::vector<std::shared_ptr<AgentLink>> visitors;  // connected, no members: before the run they are candidates
  int expected_agents = 1;
  RunPhase phase = RunPhase::kGathering;
  LoadPhaseState load;
  ProgressBoard board;
  std::vector<Ending> endings;
  std::optional<wire::Stop::Mode> stop_sent;
  int64_t next_probe_ns = 0, next_progress_ns = 0;
  wire::ClockExchange::Stage stage = wire::ClockExchange::BEFORE;
  bool cache_full_noted = false;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_ACTIVE_RUN_H_
