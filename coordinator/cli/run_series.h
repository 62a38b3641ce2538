#ifndef COORDINATOR_CLI_RUN_SERIES_H_
#define COORDINATOR_CLI_RUN_SERIES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "coordinator/cli/command.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// One run of a series: the command line's own words, and what this run has of its own.
struct SeriesRun {
  std::string title;                 // for the person: "concurrency 8"
  std::string parent, name;          // its directory is parent/name
  std::vector<std::string> options;  // win over the command line's
};

struct SeriesResult {
  std::string directory;
  int exit_code = 0;
  std::optional<Summary> summary;  // absent: it measured nothing
};

// Runs `barrage profile` for each of `runs`, one after the other, with `pause` between them. A signal goes to the run
// under way and ends the series behind it; so does a run that ends with a usage or an internal error. Returns the
// results of those that were started. stderr says which run is under way.
std::vector<SeriesResult> CarryOutSeries(const CommandLine& line, const std::vector<SeriesRun>& runs,
                                         absl::Duration pause);

// The exit code of the whole: the gravest of its runs', by the order of precedence of exit_code.h.
int ExitCodeOf(const std::vector<SeriesResult>& results);

}  // namespace barrage

#endif  // COORDINATOR_CLI_RUN_SERIES_H_
