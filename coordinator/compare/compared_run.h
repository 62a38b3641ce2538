#ifndef COORDINATOR_COMPARE_COMPARED_RUN_H_
#define COORDINATOR_COMPARE_COMPARED_RUN_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

// One metric of a summary.json.
struct ComparedMetric {
  std::string tag, title, unit;
  std::map<std::string, double> statistics;                 // "avg", "p99", "count" …
  std::map<std::string, std::pair<double, double>> ranges;  // 95 % intervals, of percentiles that have one
};

// What a comparison takes from a summary.json of schema 1. Any program's may do: nothing else of a run is read.
struct ComparedRun {
  std::string verdict, started_at, run_name, model;
  std::string definitions, token_source;  // what its numbers mean
  std::string plan;                       // its YAML
  std::vector<ComparedMetric> metrics;    // in the file's order; those without a value are left out

  // The metric with `tag`, or nullptr.
  const ComparedMetric* Find(absl::string_view tag) const;
};

// Reads the text of a summary.json. Error: InvalidArgument, what is wrong, without the file's name.
absl::StatusOr<ComparedRun> ReadComparedRun(absl::string_view summary_json);

}  // namespace barrage

#endif  // COORDINATOR_COMPARE_COMPARED_RUN_H_
