#include "coordinator/web/results_metrics.h"

#include <algorithm>

namespace barrage {

std::vector<MetricSample> ResultsMetrics(const std::vector<ResultFolder>& folders) {
  constexpr absl::string_view kRuns = "barrage_result_folders";
  constexpr absl::string_view kHelp = "Runs in the artifact directory, by whether they have a summary.";
  const auto finished = static_cast<double>(
      std::count_if(folders.begin(), folders.end(), [](const ResultFolder& folder) { return folder.finished; }));
  std::vector<MetricSample> samples = {
      {kRuns, kHelp, finished, {{"finished", "true"}}},
      {kRuns, kHelp, static_cast<double>(folders.size()) - finished, {{"finished", "false"}}},
  };
  if (const ResultFolder* const newest = NewestFinished(folders)) {
    samples.push_back({"barrage_newest_result_timestamp_seconds",
                       "When the newest summary was written, in seconds since 1970.",
                       static_cast<double>(newest->changed_ns) / 1e9,
                       {}});
  }
  return samples;
}

}  // namespace barrage
