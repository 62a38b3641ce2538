#include "coordinator/cli/fleet_setup.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/secret_file.h"
#include "common/base/status_macros.h"
#include "coordinator/cli/port_holder.h"
#include "coordinator/plan/value_text.h"

namespace barrage {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);
constexpr auto kGlance = std::chrono::milliseconds(5);

int AllowedCores() {
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) != 0) return 1;
  return std::max(1, CPU_COUNT(&cores));
}

std::vector<std::string> AgentArguments(const FleetPlan& plan, int port) {
  std::vector<std::string> words = {"--coordinator", absl::StrCat("127.0.0.1:", port), "--once", "--orphan-timeout",
                                    WriteDuration(plan.orphan_timeout, "s")};
  // Several agents share what one would take: every core but one.
  const int64_t loops =
      plan.loops.value_or(std::max<int64_t>(1, (AllowedCores() - 1) / std::max<int64_t>(1, plan.local_agents)));
  words.insert(words.end(), {"--loops", absl::StrCat(loops)});
  if (plan.run_token_file) words.insert(words.end(), {"--run-token-file", *plan.run_token_file});
  return words;
}

}  // namespace

std::string ListenAddress(const FleetPlan& plan) {
  return plan.listen.value_or(plan.expect_agents ? "0.0.0.0:7443" : "127.0.0.1:0");
}

int AgentsOf(const FleetPlan& plan) { return static_cast<int>(plan.expect_agents.value_or(plan.local_agents)); }

absl::StatusOr<std::unique_ptr<FleetServer>> OpenFleet(const FleetPlan& plan) {
  ListenOptions options;
  options.address = ListenAddress(plan);
  options.expected_agents = AgentsOf(plan);
  if (plan.tls_cert) options.tls = TlsFiles{*plan.tls_cert, *plan.tls_key, plan.tls_ca};
  if (plan.run_token_file) {
    ASSIGN_OR_RETURN(options.run_token, ReadSecretFile(*plan.run_token_file));
  }
  const std::string address = options.address;
  auto fleet = FleetServer::Start(std::move(options));
  if (!absl::IsUnavailable(fleet.status())) return fleet;
  const std::string holder = DescribePortHolder(address);
  return holder.empty() ? std::move(fleet)
                        : absl::UnavailableError(absl::StrCat("cannot listen on ", address, ": ", holder));
}

absl::Status StartLocalAgents(const FleetPlan& plan, const std::string& program, const FleetServer& fleet,
                              const StopSignal& stop, LocalAgents& agents) {
  const std::vector<std::string> arguments = AgentArguments(plan, fleet.port());
  for (int64_t i = 0; i < plan.local_agents; ++i) RETURN_IF_ERROR(agents.Start(program, arguments));
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (fleet.agents().size() < static_cast<size_t>(plan.local_agents)) {
    std::string words;
    if (stop.level() != StopLevel::kNone) return absl::CancelledError("interrupted while agents were starting");
    if (agents.AnyEnded(&words)) return absl::InternalError(absl::StrCat("the local agent ended at once: ", words));
    if (std::chrono::steady_clock::now() > deadline) {
      return absl::DeadlineExceededError(absl::StrCat("the local agent did not dial in: ", agents.Words()));
    }
    std::this_thread::sleep_for(kGlance);
  }
  return absl::OkStatus();
}

}  // namespace barrage
