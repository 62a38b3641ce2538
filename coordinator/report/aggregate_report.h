#ifndef COORDINATOR_REPORT_AGGREGATE_REPORT_H_
#define COORDINATOR_REPORT_AGGREGATE_REPORT_H_

#include <string>
#include <vector>

#include "coordinator/metrics/mean_interval.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// One run of several that measured the same.
struct RepeatedRun {
  std::string label;  // "run_0001"
  int exit_code = 0;
  std::optional<Summary> summary;  // absent: it measured nothing
};

struct Repetition {
  double confidence = 0.95;
  std::vector<RepeatedRun> runs;
};

// A number that each run reports, and what the runs together say of it. Of a latency's p99 this is the mean of the
// runs' p99, not the p99 of their requests.
struct RepeatedNumber {
  std::string name;  // "time_to_first_token_p99", "request_throughput_avg"
  std::string unit;
  MeanInterval over;
};

// Every number that all runs with a summary have; empty for fewer than two.
std::vector<RepeatedNumber> NumbersOver(const Repetition& repetition);

// A table of the main ones with their intervals.
std::string RenderAggregate(const Repetition& repetition, size_t width);

// AIPerf's profile_export_aiperf_aggregate.json and .csv.
std::string AggregateJson(const Repetition& repetition);
std::string AggregateCsv(const Repetition& repetition);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_AGGREGATE_REPORT_H_
