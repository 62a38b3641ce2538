// Prints what Summarize says of a record log, a line a number: tag, statistic, value with all its digits. Tags of the
// second table end in "!failures", those of a window begin with its name and a colon; "catalog" names every metric.
//   dump_summary DIRECTORY

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "coordinator/metrics/summarize.h"
#include "coordinator/store/record_log_reader.h"

namespace barrage {
namespace {

void Print(const std::string& tag, const char* statistic, double value) {
  std::printf("%s\t%s\t%.17g\n", tag.c_str(), statistic, value);
}

void PrintDistribution(const std::string& tag, const Distribution& value) {
  Print(tag, "count", static_cast<double>(value.count));
  Print(tag, "avg", value.avg);
  Print(tag, "min", value.min);
  Print(tag, "max", value.max);
  Print(tag, "std", value.std);
  for (size_t i = 0; i < kPercentiles.size(); ++i) {
    Print(tag, kPercentileKeys[i], value.percentiles[i]);
    if (!value.ci95[i]) continue;
    Print(tag, (std::string(kPercentileKeys[i]) + "_low").c_str(), value.ci95[i]->first);
    Print(tag, (std::string(kPercentileKeys[i]) + "_high").c_str(), value.ci95[i]->second);
  }
}

void PrintMetrics(const std::vector<Metric>& metrics, const std::string& prefix) {
  for (const Metric& metric : metrics) {
    if (metric.value && metric.is_rate) {
      Print(prefix + metric.tag, "avg", metric.value->avg);
    } else if (metric.value) {
      PrintDistribution(prefix + metric.tag, *metric.value);
    }
    if (metric.with_failures) PrintDistribution(prefix + metric.tag + "!failures", *metric.with_failures);
  }
}

int Dump(const std::string& directory) {
  const absl::StatusOr<std::unique_ptr<RunLog>> log = OpenRunLog(directory);
  if (!log.ok()) {
    std::fprintf(stderr, "%s\n", std::string(log.status().message()).c_str());
    return 1;
  }
  const absl::StatusOr<Summary> summary = Summarize(**log, {});
  if (!summary.ok()) {
    std::fprintf(stderr, "%s\n", std::string(summary.status().message()).c_str());
    return 1;
  }
  PrintMetrics(summary->metrics, "");
  for (const WindowSummary& window : summary->windows) {
    if (window.name != "whole") PrintMetrics(window.metrics, window.name + ":");
  }
  for (const Metric& metric : summary->metrics) Print("catalog", metric.tag.c_str(), 1);
  for (const OutcomeRow& row : kOutcomes) {
    Print("ledger", std::string(row.name).c_str(),
          static_cast<double>(summary->ledger.outcomes[static_cast<size_t>(row.outcome) - 1]));
  }
  return 0;
}

}  // namespace
}  // namespace barrage

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: dump_summary DIRECTORY\n");
    return 2;
  }
  return barrage::Dump(argv[1]);
}
