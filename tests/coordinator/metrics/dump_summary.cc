// Prints what Summarize says of a record log, a line a number: tag, statistic, value with all its digits.
//   dump_summary DIRECTORY

#include <cstdio>
#include <memory>
#include <string>

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
  for (size_t i = 0; i < kPercentiles.size(); ++i) Print(tag, kPercentileKeys[i], value.percentiles[i]);
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
  for (const Metric& metric : summary->metrics) {
    if (!metric.value) continue;
    if (metric.is_rate) {
      Print(metric.tag, "avg", metric.value->avg);
    } else {
      PrintDistribution(metric.tag, *metric.value);
    }
  }
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
