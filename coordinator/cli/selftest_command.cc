#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/child_process.h"
#include "common/base/status_macros.h"
#include "common/base/temporary_folder.h"
#include "common/http/http_client.h"
#include "coordinator/cli/agent_program.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/selftest_fleet.h"
#include "coordinator/cli/signal_watch.h"
#include "coordinator/cli/terminal.h"
#include "coordinator/metrics/summarize.h"
#include "coordinator/selftest/selftest_level.h"
#include "coordinator/selftest/selftest_report.h"
#include "coordinator/store/record_log_reader.h"

namespace barrage {
namespace {

constexpr char kTtftMs[] = "50", kGapMs[] = "10", kTokens[] = "100";
constexpr absl::Duration kLevelDuration = absl::Seconds(5);
constexpr auto kGlance = std::chrono::milliseconds(20);

struct Chain {
  std::string barrage, sim;
  std::vector<std::string> fleet;  // options that go on to each run
  absl::Duration duration;
};

std::vector<std::string> RunWords(const Chain& chain, const SelftestLevel& level, const std::string& url,
                                  const std::string& folder) {
  std::vector<std::string> words = {chain.barrage,
                                    "profile",
                                    "--url",
                                    url,
                                    "--model",
                                    "sim",
                                    "--isl",
                                    "20",
                                    "--num-prompts",
                                    "1",
                                    "--osl",
                                    kTokens,
                                    "--no-proxy",
                                    "--no-server-metrics",  // the simulator has a core to itself, for its load
                                    "--progress",
                                    "none",
                                    "--artifact-dir",
                                    folder,
                                    "--benchmark-duration",
                                    absl::StrCat(absl::ToDoubleSeconds(chain.duration))};
  if (level.concurrency) {
    words.insert(words.end(), {"--concurrency", absl::StrCat(*level.concurrency)});
  } else {
    words.insert(words.end(), {"--request-rate", absl::StrCat(*level.request_rate)});
  }
  words.insert(words.end(), chain.fleet.begin(), chain.fleet.end());
  return words;
}

// The one run that was written below `folder`.
absl::StatusOr<std::string> RunDirectory(const std::string& folder) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (std::filesystem::exists(entry.path() / "records", error)) return entry.path().string();
  }
  return absl::NotFoundError("the run wrote no records");
}

// One level: a simulator of its own, and a whole run against it.
absl::StatusOr<SelftestResult> Measure(const Chain& chain, const SelftestLevel& level, const StopSignal& stop) {
  const TemporaryFolder folder("barrage-selftest");
  if (folder.path().empty()) return absl::InternalError("no temporary folder can be made");
  ASSIGN_OR_RETURN(ChildProcess sim,
                   ChildProcess::Start({chain.sim, "--ttft", kTtftMs, "--gap", kGapMs, "--model", "sim"}));
  ASSIGN_OR_RETURN(const std::string url, sim.FirstLine(std::chrono::seconds(10)));
  ASSIGN_OR_RETURN(ChildProcess run, ChildProcess::Start(RunWords(chain, level, url, folder.path())));
  while (!run.Ended()) {
    if (stop.level() != StopLevel::kNone) return absl::CancelledError("interrupted");
    std::this_thread::sleep_for(kGlance);
  }
  const int exit_code = run.Wait();
  const auto directory = RunDirectory(folder.path());
  if (!directory.ok()) {
    return absl::UnavailableError(absl::StrCat("at ", level.Name(), ": exit ", exit_code, ": ", run.Output()));
  }
  ASSIGN_OR_RETURN(const auto log, OpenRunLog(*directory));
  ASSIGN_OR_RETURN(const Summary summary, Summarize(*log, {}));
  std::vector<RequestRecord> records;
  RETURN_IF_ERROR(log->ForEachRecord([&records](uint32_t, const RequestRecord& record) { records.push_back(record); }));
  HttpOptions options;
  options.max_body_bytes = size_t{4} << 30;
  options.total_timeout = std::chrono::minutes(5);
  options.proxy = "";
  ASSIGN_OR_RETURN(const HttpResponse journal, HttpGet(absl::StrCat(url, "/admin/journal"), options));
  ASSIGN_OR_RETURN(const TruthErrors errors, CompareWithJournal(records, summary.run_id, journal.body));
  return ResultOf(level, summary, errors);
}

// The ladder, or the one level that the flags name.
std::vector<SelftestLevel> LevelsOf(const CommandLine& line) {
  const LoadPlan& load = line.settings.plan.load;
  if (load.request_rate) return {{.request_rate = load.request_rate}};
  if (line.options.Find("--concurrency") != nullptr) return {{.concurrency = load.concurrency}};
  return SelftestLadder();
}

absl::StatusOr<Chain> ChainOf(const CommandLine& line) {
  const Plan& plan = line.settings.plan;
  Chain chain{.barrage = OwnPath(), .sim = "", .fleet = {}, .duration = plan.load.duration.value_or(kLevelDuration)};
  ASSIGN_OR_RETURN(chain.sim, FindSimProgram(chain.barrage, line.environment("PATH")));
  if (plan.fleet.loops) chain.fleet.insert(chain.fleet.end(), {"--loops", absl::StrCat(*plan.fleet.loops)});
  if (plan.fleet.agent_binary) chain.fleet.insert(chain.fleet.end(), {"--agent-binary", *plan.fleet.agent_binary});
  return chain;
}

}  // namespace

// Climbs the ladder, prints measured − true, and keeps it as JSON in the artifact directory. With --expect-agents each
// agent does so on its host.
int RunSelftest(const CommandLine& line) {
  if (line.settings.plan.fleet.expect_agents) return RunSelftestOnFleet(line);
  StopSignal stop;
  const SignalWatch signals(stop, [](StopLevel) {});
  const auto chain = ChainOf(line);
  if (!chain.ok()) {
    PrintError(chain.status().message());
    return kExitUsage;
  }
  const SelftestFacts facts = FactsOfThisHost();
  std::vector<SelftestResult> results;
  for (const SelftestLevel& level : LevelsOf(line)) {
    PrintNotice(absl::StrCat("measuring ", level.Name()));
    auto result = Measure(*chain, level, stop);
    if (stop.level() != StopLevel::kNone) return InterruptedExitCode(stop);
    if (!result.ok()) {
      PrintError(result.status().message());
      return kExitInternal;
    }
    results.push_back(*std::move(result));
  }
  return KeepSelftest(line, SelftestJson(results, facts), SelftestText(results, TerminalWidth(STDOUT_FILENO)));
}

}  // namespace barrage
