#include "coordinator/cli/run_series.h"

#include <algorithm>
#include <iterator>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "coordinator/cli/agent_program.h"
#include "coordinator/cli/child_run.h"
#include "coordinator/cli/exit_code.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/run_report.h"
#include "coordinator/cli/signal_watch.h"
#include "coordinator/metrics/summarize.h"
#include "coordinator/plan/option_table.h"
#include "coordinator/store/record_log_reader.h"

namespace barrage {
namespace {

constexpr auto kGlance = std::chrono::milliseconds(20);

// Options that only the series has: `barrage profile` does not know them.
bool IsOfTheSeries(absl::string_view word) {
  const OptionRow* const row = FindFlag(word.substr(0, word.find('=')));
  return row != nullptr && row->group == OptionGroup::kSweep;
}

// The words of the command line without them, and with `more` before what stands after "--".
std::vector<std::string> WordsWith(const std::vector<std::string>& words, const std::vector<std::string>& more) {
  const auto dashes = std::find(words.begin(), words.end(), "--");
  std::vector<std::string> all;
  for (auto word = words.begin(); word != dashes; ++word) {
    if (!IsOfTheSeries(*word)) {
      all.push_back(*word);
    } else if (word->find('=') == std::string::npos && std::next(word) != dashes) {
      ++word;  // its value
    }
  }
  all.insert(all.end(), more.begin(), more.end());
  all.insert(all.end(), dashes, words.end());
  return all;
}

std::optional<Summary> SummaryOf(const std::string& directory) {
  const auto log = OpenRunLog(directory);
  if (!log.ok() || (*log)->facts().phases.empty()) return std::nullopt;
  const auto plan = PlanOf(**log);
  if (!plan.ok()) return std::nullopt;
  auto summary = SummarizeWithPlan(**log, *plan, {});
  if (!summary.ok()) return std::nullopt;
  return *std::move(summary);
}

// Waits, or until `stop` is raised.
void Pause(absl::Duration pause, const StopSignal& stop) {
  const auto end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(pause);
  while (stop.level() == StopLevel::kNone && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kGlance);
  }
}

}  // namespace

std::vector<SeriesResult> CarryOutSeries(const CommandLine& line, const std::vector<SeriesRun>& runs,
                                         absl::Duration pause) {
  StopSignal stop;
  ChildRuns children;
  const SignalWatch signals(stop, [&](StopLevel) { children.Signal(stop.signal_number()); });
  std::vector<SeriesResult> results;
  for (size_t i = 0; i < runs.size(); ++i) {
    const SeriesRun& run = runs[i];
    if (i > 0) Pause(pause, stop);
    if (stop.level() != StopLevel::kNone) break;
    PrintNotice(absl::StrCat("barrage: run ", i + 1, " of ", runs.size(), ": ", run.title));
    std::vector<std::string> words = {OwnPath(), "profile"};
    std::vector<std::string> more = run.options;
    more.insert(more.end(), {"--num-profile-runs", "1", "--artifact-dir", run.parent, "--artifact-name", run.name});
    const std::vector<std::string> rest = WordsWith(line.words, more);
    words.insert(words.end(), rest.begin(), rest.end());
    const auto ended = children.Run(words, stop);
    if (!ended.ok()) PrintError(ended.status().message());
    const std::string directory = absl::StrCat(run.parent, "/", run.name);
    results.push_back({directory, ended.value_or(kExitInternal), SummaryOf(directory)});
    const int exit_code = results.back().exit_code;
    if (exit_code == kExitUsage || exit_code == kExitInternal) break;
  }
  if (stop.level() != StopLevel::kNone && results.empty()) results.push_back({"", InterruptedExitCode(stop), {}});
  return results;
}

int ExitCodeOf(const std::vector<SeriesResult>& results) {
  constexpr int kOrder[] = {kExitInterrupted, kExitTerminated, kExitInternal,  kExitUsage, kExitTarget,
                            kExitAgents,      kExitInvalid,    kExitThreshold, kExitOk};
  int gravest = kExitOk;
  for (const SeriesResult& result : results) {
    const auto before = [&](int code) { return std::find(std::begin(kOrder), std::end(kOrder), code); };
    if (before(result.exit_code) == std::end(kOrder)) return kExitInternal;  // it was killed
    if (before(result.exit_code) < before(gravest)) gravest = result.exit_code;
  }
  return gravest;
}

}  // namespace barrage
