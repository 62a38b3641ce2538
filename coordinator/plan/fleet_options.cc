#include "coordinator/plan/option_field.h"
#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

constexpr OptionGroup kGroup = OptionGroup::kFleet;
template <auto member>
constexpr OptionField Member() {
  return PlanField<&Plan::fleet, member>();
}

const OptionRow kRows[] = {
    {.group = kGroup,
     .names = "--expect-agents",
     .kind = ValueKind::kInteger,
     .range = {.min = 1, .max = 10'000},
     .value = "N",
     .default_text = "agents on this machine",
     .help = "Wait for so many agents to dial in",
     .field = Member<&FleetPlan::expect_agents>(),
     .first_page = true},
    {.group = kGroup,
     .names = "--listen",
     .value = "HOST:PORT",
     .default_text = "0.0.0.0:7443 with --expect-agents, else loopback",
     .help = "Where agents dial in",
     .field = Member<&FleetPlan::listen>(),
     .first_page = true},
    {.group = kGroup,
     .names = "--agents-timeout",
     .kind = ValueKind::kSeconds,
     .range = kPositive,
     .value = "S",
     .default_text = "120",
     .help = "How long to wait for them",
     .field = Member<&FleetPlan::agents_timeout>()},
    {.group = kGroup,
     .names = "--on-missing-agents",
     .kind = ValueKind::kChoice,
     .value = kWords<OnMissingAgents>,
     .default_text = "fail",
     .help = "What to do when fewer came",
     .field = Member<&FleetPlan::on_missing_agents>()},
    {.group = kGroup,
     .names = "--on-agent-loss",
     .kind = ValueKind::kChoice,
     .value = kWords<OnAgentLoss>,
     .default_text = "stop",
     .help = "What to do when one is lost during the run",
     .field = Member<&FleetPlan::on_agent_loss>()},
    {.group = kGroup,
     .names = "--local-agents",
     .kind = ValueKind::kInteger,
     .range = {.min = 1, .max = 256},
     .value = "N",
     .default_text = "1",
     .help = "Agent processes to start here",
     .field = Member<&FleetPlan::local_agents>()},
    {.group = kGroup,
     .names = "--loops",
     .kind = ValueKind::kInteger,
     .range = {.min = 1, .max = 1024},
     .value = "N",
     .default_text = "cores - 1",
     .help = "Event loops of each local agent",
     .field = Member<&FleetPlan::loops>()},
    {.group = kGroup,
     .names = "--orphan-timeout",
     .kind = ValueKind::kSeconds,
     .range = kNotNegative,
     .value = "S",
     .default_text = "60",
     .help = "How long local agents outlive a lost coordinator",
     .field = Member<&FleetPlan::orphan_timeout>()},
    {.group = kGroup,
     .names = "--agent-binary",
     .value = "FILE",
     .default_text = "beside barrage, then PATH",
     .help = "The agent program to start",
     .field = Member<&FleetPlan::agent_binary>()},
    {.group = kGroup,
     .names = "--run-token-file",
     .value = "FILE",
     .help = "A secret that agents must know",
     .field = Member<&FleetPlan::run_token_file>()},
    {.group = kGroup,
     .names = "--tls-cert",
     .value = "FILE",
     .help = "TLS for the agents' stream: this coordinator's certificate",
     .field = Member<&FleetPlan::tls_cert>()},
    {.group = kGroup, .names = "--tls-key", .value = "FILE", .help = "Its key", .field = Member<&FleetPlan::tls_key>()},
    {.group = kGroup,
     .names = "--tls-ca",
     .value = "FILE",
     .help = "Agents must show a certificate of these authorities",
     .field = Member<&FleetPlan::tls_ca>()},
};

}  // namespace

absl::Span<const OptionRow> FleetOptions() { return kRows; }

}  // namespace barrage
