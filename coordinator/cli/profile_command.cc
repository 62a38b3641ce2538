#include <unistd.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/status_macros.h"
#include "common/json/parse_json.h"
#include "common/openai/endpoint.h"
#include "coordinator/cli/agent_program.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/fleet_setup.h"
#include "coordinator/cli/live_dashboard.h"
#include "coordinator/cli/live_progress.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/preamble.h"
#include "coordinator/cli/repeat_command.h"
#include "coordinator/cli/run_files.h"
#include "coordinator/cli/run_id.h"
#include "coordinator/cli/run_pages.h"
#include "coordinator/cli/run_report.h"
#include "coordinator/cli/signal_watch.h"
#include "coordinator/cli/target_approach.h"
#include "coordinator/cli/terminal.h"
#include "coordinator/cli/text_file.h"
#include "coordinator/cli/tokenizer_choice.h"
#include "coordinator/fleet/run_controller.h"
#include "coordinator/plan/target_url.h"
#include "coordinator/scrape/scraper.h"
#include "coordinator/store/manifest.h"
#include "coordinator/store/record_log_reader.h"

namespace barrage {
namespace {

constexpr absl::Duration kScrapeEvery = absl::Seconds(1);
constexpr size_t kMostSelftestBytes = size_t{4} << 20;

// Says why the run cannot begin.
int Refuse(int exit_code, const absl::Status& status, const StopSignal& stop) {
  if (absl::IsCancelled(status)) exit_code = InterruptedExitCode(stop);
  PrintError(status.message());
  return exit_code;
}

absl::string_view StopText(StopLevel level) {
  switch (level) {
    case StopLevel::kDrain:
      return "interrupted: no new request goes out, running ones may end; again cuts them";
    case StopLevel::kCancel:
      return "interrupted again: cutting the running requests; once more waits for nothing";
    default:
      return "interrupted a third time: leaving";
  }
}

std::vector<std::string> PageNames(const std::vector<MetricsPage>& pages) {
  std::vector<std::string> names;
  for (const MetricsPage& page : pages) names.push_back(WithoutUser(page.url));
  return names;
}

std::string AgentsText(const Plan& plan, const FleetServer& fleet) {
  if (plan.fleet.expect_agents) {
    return absl::StrCat("waiting for ", *plan.fleet.expect_agents, " on ", ListenAddress(plan.fleet));
  }
  std::vector<std::string> texts;
  for (const AgentPresence& agent : fleet.agents()) {
    texts.push_back(absl::StrCat(agent.id, " on ", agent.facts.host(), ", ", agent.facts.loops(),
                                 agent.facts.loops() == 1 ? " loop" : " loops"));
  }
  return absl::StrJoin(texts, "; ");
}

// Writes what is asked for of a finished run, and prints it.
absl::StatusOr<int> Report(const CommandLine& line, const Plan& plan, const RunLog& log, const std::string& directory) {
  ReportView view{.plan = plan, .options = {}, .directory = directory};
  view.result_line = line.settings.invocation.result_line;
  view.junit = line.settings.invocation.junit;
  view.step_summary = StepSummaryFile(line.environment);
  view.width = TerminalWidth(STDOUT_FILENO);
  view.color = IsTerminal(STDOUT_FILENO) && line.environment("NO_COLOR") == nullptr;
  return WriteRunReport(log, view);
}

// What `barrage selftest` wrote at `path`, for the log.
absl::StatusOr<std::optional<wire::LogEntry>> SelftestEntry(const std::optional<std::string>& path) {
  if (!path) return std::nullopt;
  ASSIGN_OR_RETURN(std::string text, ReadTextFile(*path, kMostSelftestBytes));
  if (const auto json = ParseJson(text);
      !json.ok() || !json->IsObject() || !(json->HasMember("levels") || json->HasMember("agents"))) {
    return absl::InvalidArgumentError(absl::StrCat("--selftest ", *path, " is not what `barrage selftest` writes"));
  }
  wire::LogEntry entry;
  entry.mutable_selftest()->set_json(std::move(text));
  return entry;
}

std::string TokensText(const DatasetPlan& plan, const TokenizerChoice& choice) {
  const bool by_server = plan.token_source == TokenSource::kServer;
  const std::string usage = by_server ? "by the server's usage" : "by the server's usage, else by events";
  if (choice.tokenizer == nullptr) return usage;
  return absl::StrCat(by_server ? absl::StrCat(usage, "; prompts ") : "", "by the tokenizer ", choice.facts.name(),
                      " (", choice.facts.from(), ")");
}

wire::LogEntry EntryOf(const wire::TokenizerFacts& facts) {
  wire::LogEntry entry;
  *entry.mutable_tokenizer() = facts;
  return entry;
}

// Carries the run out once everything is there.
int CarryOut(const CommandLine& line, const Plan& plan, const TokenizerChoice& tokenizer, const Workload& workload,
             Approach& approach, FleetServer& fleet, const StopSignal& stop, LiveProgress& progress, RunPages& pages,
             std::optional<LocalAgents>& agents) {
  const auto selftest = SelftestEntry(line.settings.invocation.selftest);
  if (!selftest.ok()) return Refuse(kExitUsage, selftest.status(), stop);
  const std::string run_id = NewRunId();
  auto files = CreateRunFiles(plan, run_id, approach.target, workload, line.settings.invocation.artifact_name);
  if (!files.ok()) {
    return Refuse(absl::IsResourceExhausted(files.status()) ? kExitUsage : kExitInternal, files.status(), stop);
  }
  if (*selftest) files->log->Append(**selftest);
  if (plan.dataset.tokenizer) files->log->Append(EntryOf(tokenizer.facts));
  // Where nobody looks at a terminal, a line each is easier to search.
  std::optional<size_t> width;
  if (IsTerminal(STDERR_FILENO)) width = TerminalWidth(STDERR_FILENO);
  PrintNotice(Preamble(
      {plan, approach.target.facts, approach.proxy, approach.key.source, workload.Scheduled(LoadPhase::kMeasured),
       AgentsText(plan, fleet), files->directory, PageNames(approach.pages), TokensText(plan.dataset, tokenizer)},
      width));
  wire::RunSetup setup = MakeRunSetup(plan, run_id, approach.target.resolved);
  setup.set_proxy(approach.proxy.proxy);
  if (!plan.target.no_proxy) setup.set_no_proxy(approach.proxy.no_proxy);
  // Where answers have no tokens the prompts alone are counted, and that is done here.
  if (FindEndpoint(plan.target.endpoint_type)->asks_tokens) setup.set_tokenizer_sha256(tokenizer.facts.sha256());
  Scraper scraper(approach.pages, kScrapeEvery, [log = files->log.get()](wire::Scrape&& scrape) {
    wire::LogEntry entry;
    *entry.mutable_scrape() = std::move(scrape);
    log->Append(entry);
  });
  RunOrder order{fleet, plan, workload, *files->log, pages, stop, std::move(setup), tokenizer.json};
  order.before_log_ends = [&scraper] { scraper.Stop(); };
  const RunOutcome outcome = CarryOutRun(std::move(order));
  const absl::Status written = files->log->Close();
  progress.Finish();
  for (const std::string& sentence : outcome.sentences) PrintError(sentence);
  if (!written.ok()) PrintError(written.message());
  agents.reset();
  const std::string& directory = files->directory.path;
  const auto log = OpenRunLog(directory);
  if (log.ok() && (*log)->facts().phases.empty()) {  // no load was put on the target: there is nothing to report
    RemoveRunFiles(*files);
    return outcome.exit_code != kExitOk ? outcome.exit_code : kExitInternal;
  }
  const auto exit_code = log.ok() ? Report(line, plan, **log, directory) : absl::StatusOr<int>(log.status());
  if (exit_code.ok()) {
    if (const absl::Status status = WriteManifest((*log)->facts(), directory); !status.ok())
      PrintError(status.message());
    pages.Linger(stop);
    return *exit_code;
  }
  PrintError(exit_code.status().message());
  return outcome.exit_code != kExitOk ? outcome.exit_code : kExitInternal;
}

}  // namespace

int RunProfile(const CommandLine& line) {
  if (line.settings.invocation.profile_runs > 1) return RunRepeatedly(line);
  Plan plan = line.settings.plan;
  StopSignal stop;
  const auto tokenizer = ChooseTokenizer(plan.dataset, line.environment, true);
  if (!tokenizer.ok()) return Refuse(kExitUsage, tokenizer.status(), stop);
  if (!tokenizer->warning.empty()) PrintWarning(tokenizer->warning);
  const auto workload = Workload::Make(plan, tokenizer->tokenizer);
  if (!workload.ok()) return Refuse(kExitUsage, workload.status(), stop);
  LiveProgress progress(line.settings.invocation.progress);
  const SignalWatch signals(stop, [&](StopLevel level) { progress.OnNotice(StopText(level)); });

  const auto dashboard = LiveDashboard::Open(line.settings.invocation, progress);
  if (!dashboard.ok()) return Refuse(kExitUsage, dashboard.status(), stop);
  const auto pages = RunPages::Open(line.settings, **dashboard);
  if (!pages.ok()) return Refuse(kExitUsage, pages.status(), stop);
  std::string program;
  if (!plan.fleet.expect_agents) {
    const auto found = FindAgentProgram(plan.fleet.agent_binary, OwnPath(), line.environment("PATH"));
    if (!found.ok()) return Refuse(kExitUsage, found.status(), stop);
    program = *found;
  }
  const auto fleet = OpenFleet(plan.fleet);
  if (!fleet.ok()) return Refuse(kExitUsage, fleet.status(), stop);
  auto approach = ApproachTarget(line, stop, progress);
  if (!approach.ok()) {
    return Refuse(absl::IsInvalidArgument(approach.status()) ? kExitUsage : kExitTarget, approach.status(), stop);
  }
  plan.target.models = approach->target.resolved.models;
  if (approach->target.max_tokens_only) plan.target.use_legacy_max_tokens = true;
  std::optional<LocalAgents> agents;
  if (!plan.fleet.expect_agents) {
    const absl::Status started = StartLocalAgents(plan.fleet, program, **fleet, stop, agents.emplace());
    if (!started.ok()) return Refuse(kExitAgents, started, stop);
  }
  return CarryOut(line, plan, *tokenizer, **workload, *approach, **fleet, stop, progress, **pages, agents);
}

}  // namespace barrage
