#ifndef COORDINATOR_REPORT_SWEEP_REPORT_H_
#define COORDINATOR_REPORT_SWEEP_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "coordinator/metrics/summary.h"

namespace barrage {

// One run of a sweep.
struct SweepRun {
  std::string value;      // of what is swept, as text
  std::string directory;  // of its files
  int exit_code = 0;
  std::optional<Summary> summary;  // absent: it measured nothing
};

struct Sweep {
  std::string type;  // "concurrency", "request_rate" …
  std::vector<SweepRun> runs;
};

// The table over a sweep, at most `width` columns wide where that is possible.
std::string RenderSweep(const Sweep& sweep, size_t width);

// GenAI-Perf's analyze_export_genai_perf.csv: a row a run with p99 and averages, then the head of its table of GPU
// telemetry, which is not collected. A run that measured nothing has no row.
std::string SweepCsv(const Sweep& sweep);

// Everything: a member a run with its directory, verdict, exit code and every metric.
std::string SweepJson(const Sweep& sweep);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_SWEEP_REPORT_H_
