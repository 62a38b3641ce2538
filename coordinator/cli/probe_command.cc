#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/live_progress.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/signal_watch.h"
#include "coordinator/cli/target_approach.h"

namespace barrage {

// Asks the target what a run would ask before it starts, and prints what it saw.
int RunProbe(const CommandLine& line) {
  StopSignal stop;
  LiveProgress notices(ProgressStyle::kNone);
  const SignalWatch signals(stop, [](StopLevel) {});
  const auto approach = ApproachTarget(line, stop, notices);
  if (!approach.ok()) {
    PrintError(approach.status().message());
    if (absl::IsCancelled(approach.status())) return InterruptedExitCode(stop);
    return absl::IsInvalidArgument(approach.status()) ? kExitUsage : kExitTarget;
  }
  const wire::TargetFacts& facts = approach->target.facts;
  const bool streaming = line.settings.plan.target.streaming;
  PrintResult(absl::StrCat("url      ", absl::StrJoin(facts.urls(), ", "), "\n",                    //
                           "ready    yes\n",                                                        //
                           "engine   ", facts.engine().empty() ? "unknown" : facts.engine(), "\n",  //
                           "server   ", facts.server().empty() ? "unnamed" : facts.server(), "\n",  //
                           "models   ", facts.models().empty() ? "none listed" : absl::StrJoin(facts.models(), ", "),
                           "\n",                              //
                           "model    ", facts.model(), "\n",  //
                           "usage    ",
                           !streaming              ? "not asked: no streaming"
                           : facts.usage_refused() ? "refused: tokens are counted by events"
                                                   : "taken",
                           "\n"));
  return kExitOk;
}

}  // namespace barrage
