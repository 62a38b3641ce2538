#include "coordinator/cli/selftest_fleet.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/fleet_setup.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/signal_watch.h"
#include "coordinator/cli/terminal.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/cli/version.h"
#include "coordinator/fleet/fleet_selftest.h"
#include "coordinator/fleet/roster.h"
#include "coordinator/report/wall_time.h"
#include "coordinator/selftest/read_selftest.h"

namespace barrage {
namespace {

constexpr auto kGlance = std::chrono::milliseconds(20);
constexpr absl::Duration kPatience = absl::Minutes(20);  // for one agent's ladder

wire::SelftestOrder OrderOf(const CommandLine& line) {
  const LoadPlan& load = line.settings.plan.load;
  wire::SelftestOrder order;
  if (load.duration) order.set_level_s(absl::ToDoubleSeconds(*load.duration));
  if (load.request_rate) {
    order.set_request_rate(*load.request_rate);
  } else if (line.options.Find("--concurrency") != nullptr && load.concurrency) {
    order.set_concurrency(*load.concurrency);
  }
  return order;
}

// Waits until as many agents as are expected have dialled in; 0, or the exit code.
int AwaitAgents(const FleetPlan& plan, const FleetServer& fleet, const StopSignal& stop) {
  const size_t wanted = static_cast<size_t>(*plan.expect_agents);
  const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoMilliseconds(plan.agents_timeout);
  while (fleet.agents().size() < wanted) {
    if (stop.level() != StopLevel::kNone) return InterruptedExitCode(stop);
    if (std::chrono::steady_clock::now() > deadline) {
      std::vector<std::string> ids;
      for (const AgentPresence& agent : fleet.agents()) ids.push_back(agent.id);
      PrintError(absl::StrCat(MissingSentence(ids, static_cast<int>(wanted)), " after ",
                              absl::FormatDuration(plan.agents_timeout)));
      return kExitAgents;
    }
    std::this_thread::sleep_for(kGlance);
  }
  return kExitOk;
}

}  // namespace

SelftestFacts FactsOfThisHost() {
  char host[256] = {};
  gethostname(host, sizeof host - 1);
  return {.host = host, .version = kVersion, .started_at = WallTime(SystemClock().WallNs())};
}

int KeepSelftest(const CommandLine& line, const std::string& json, const std::string& text) {
  const std::string& folder = line.settings.plan.output.artifact_dir;
  const std::string file = absl::StrCat(folder, "/selftest.json");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (const absl::Status written = WriteTextFile(file, json); !written.ok()) {
    PrintError(written.message());
    return kExitInternal;
  }
  PrintResult(absl::StrCat(text, "Kept in ", file, ": `barrage profile --selftest` puts it beside a run.\n"));
  return kExitOk;
}

int RunSelftestOnFleet(const CommandLine& line) {
  const FleetPlan& plan = line.settings.plan.fleet;
  const SelftestFacts facts = FactsOfThisHost();
  StopSignal stop;
  const SignalWatch signals(stop, [](StopLevel) {});
  const auto fleet = OpenFleet(plan);
  if (!fleet.ok()) {
    PrintError(fleet.status().message());
    return kExitUsage;
  }
  PrintNotice(absl::StrCat("listening on port ", (*fleet)->port(), " for ", *plan.expect_agents, " agents"));
  if (const int code = AwaitAgents(plan, **fleet, stop); code != kExitOk) return code;
  const std::vector<AgentSelftest> answers =
      RunFleetSelftest(**fleet, OrderOf(line), kPatience, stop, [](const std::string& text) { PrintNotice(text); });
  if (stop.level() != StopLevel::kNone) return InterruptedExitCode(stop);
  std::vector<FleetSelftest> agents;
  bool all = true;
  for (const AgentSelftest& answer : answers) {
    const auto results = answer.fault.empty()
                             ? ReadSelftest(answer.json)
                             : absl::StatusOr<std::vector<SelftestResult>>(absl::UnavailableError(answer.fault));
    if (results.ok()) {
      agents.push_back({answer.id, answer.host, *results});
    } else {
      all = false;
      PrintError(absl::StrCat("agent ", answer.id, " on ", answer.host, ": ", results.status().message()));
    }
  }
  const int kept =
      KeepSelftest(line, FleetSelftestJson(agents, facts), FleetSelftestText(agents, TerminalWidth(STDOUT_FILENO)));
  return kept != kExitOk ? kept : all ? kExitOk : kExitAgents;
}

}  // namespace barrage
