#include "coordinator/fleet/run_controller.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "coordinator/fleet/active_run.h"
#include "coordinator/fleet/gathering.h"
#include "coordinator/fleet/load_phase.h"
#include "coordinator/fleet/run_watch.h"
#include "coordinator/fleet/wind_down.h"

namespace barrage {
namespace {

int ExpectedAgents(const FleetPlan& fleet) {
  return static_cast<int>(fleet.expect_agents.value_or(fleet.local_agents));
}

// The counters are as old as each agent's last Progress: waits for one that saw the whole phase.
void SayWhetherWarmupFailed(ActiveRun& run) {
  const int64_t over_ns = run.Now();
  RunUntil(run, over_ns + absl::ToInt64Nanoseconds(run.timings.counters_within), [&] {
    const std::vector<Member*> present = run.Present();
    return run.ending() || std::all_of(present.begin(), present.end(),
                                       [over_ns](const Member* member) { return member->last_progress_ns > over_ns; });
  });
  if (run.ending() || run.board.PhaseTotals().of(Outcome::kOk) > 0) return;
  run.Note(wire::RunEvent::WARMUP_FAILED, std::nullopt, "no warm-up request succeeded");
}

void CarryOut(ActiveRun& run, const wire::RunSetup& setup) {
  Gather(run);
  if (!run.ending()) CompareClocks(run);
  if (run.ending()) return run.Step(RunStep::kStopAsked);
  run.Step(RunStep::kClocksKnown);
  const bool warm_up = run.parts.workload.HasWarmup();
  if (warm_up) {
    CarryOutPhase(run, true, &setup);
    if (run.ending()) return;
    SayWhetherWarmupFailed(run);
    if (run.ending()) return run.Step(RunStep::kStopAsked);
  }
  CarryOutPhase(run, false, warm_up ? nullptr : &setup);
}

}  // namespace

RunOutcome CarryOutRun(RunOrder order) {
  ActiveRun run({order.fleet.attendance(), order.plan, order.workload, order.log, order.observer, order.stop,
                 order.clock, order.tokenizer_json},
                order.setup.run_id(), order.timings);
  run.expected_agents = ExpectedAgents(order.plan.fleet);
  CarryOut(run, order.setup);
  WindDown(run);
  order.fleet.attendance().Detach();
  run.intake->Close();
  order.before_log_ends();
  RunOutcome outcome;
  outcome.exit_code = CloseLog(run);
  for (const Ending& ending : run.endings) outcome.sentences.push_back(ending.sentence);
  return outcome;
}

}  // namespace barrage
