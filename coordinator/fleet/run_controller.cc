#include "coordinator/fleet/run_controller.h"

#include <utility>

#include "coordinator/fleet/active_run.h"
#include "coordinator/fleet/gathering.h"
#include "coordinator/fleet/load_phase.h"
#include "coordinator/fleet/wind_down.h"

namespace barrage {
namespace {

int ExpectedAgents(const FleetPlan& fleet) {
  return static_cast<int>(fleet.expect_agents.value_or(fleet.local_agents));
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
    if (run.board.PhaseTotals().of(Outcome::kOk) == 0) {
      run.Note(wire::RunEvent::WARMUP_FAILED, std::nullopt, "no warm-up request succeeded");
    }
  }
  CarryOutPhase(run, false, warm_up ? nullptr : &setup);
}

}  // namespace

RunOutcome CarryOutRun(RunOrder order) {
  ActiveRun run(
      {order.fleet.attendance(), order.plan, order.workload, order.log, order.observer, order.stop, order.clock},
      order.setup.run_id(), order.timings);
  run.expected_agents = ExpectedAgents(order.plan.fleet);
  CarryOut(run, order.setup);
  WindDown(run);
  order.fleet.attendance().Detach();
  run.intake->Close();
  RunOutcome outcome;
  outcome.exit_code = CloseLog(run);
  for (const Ending& ending : run.endings) outcome.sentences.push_back(ending.sentence);
  return outcome;
}

}  // namespace barrage
