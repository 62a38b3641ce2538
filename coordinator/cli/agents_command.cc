#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/fleet_setup.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/signal_watch.h"

namespace barrage {
namespace {

constexpr auto kListen = std::chrono::seconds(5);  // idle agents redial every second
constexpr auto kGlance = std::chrono::milliseconds(50);

}  // namespace

// Listens for a while and prints who dialled in. With --expect-agents: until so many are here, and exit 4 if they are
// fewer.
int RunAgents(const CommandLine& line) {
  FleetPlan plan = line.settings.plan.fleet;
  if (!plan.listen) plan.listen = "0.0.0.0:7443";
  StopSignal stop;
  const SignalWatch signals(stop, [](StopLevel) {});
  const auto fleet = OpenFleet(plan);
  if (!fleet.ok()) {
    PrintError(fleet.status().message());
    return kExitUsage;
  }
  const size_t wanted = static_cast<size_t>(plan.expect_agents.value_or(0));
  const auto patience = wanted > 0 ? absl::ToChronoMilliseconds(plan.agents_timeout) : kListen;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto enough = [&] { return wanted > 0 && (*fleet)->agents().size() >= wanted; };
  while (!enough() && stop.level() == StopLevel::kNone && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(kGlance);
  }
  const std::vector<AgentPresence> agents = (*fleet)->agents();
  std::string table = absl::StrFormat("%-24s %-24s %5s %5s  %s\n", "agent", "host", "cores", "loops", "version");
  for (const AgentPresence& agent : agents) {
    absl::StrAppendFormat(&table, "%-24s %-24s %5d %5d  %s\n", agent.id, agent.facts.host(), agent.facts.cores(),
                          agent.facts.loops(), agent.facts.version());
  }
  PrintResult(agents.empty() ? absl::StrCat("No agent dialled ", *plan.listen, ".\n") : table);
  if (stop.level() != StopLevel::kNone) return InterruptedExitCode(stop);
  return agents.size() < wanted ? kExitAgents : kExitOk;
}

}  // namespace barrage
