#ifndef COORDINATOR_CLI_PASSED_THROUGH_H_
#define COORDINATOR_CLI_PASSED_THROUGH_H_

#include <string>
#include <vector>

namespace barrage {

// perf_analyzer's own options, which GenAI-Perf passes on after "--", under the names that they have here: its TLS
// files, --concurrency-range N and --request-rate-range R. Other words stay as they are. A range of several loads is a
// sweep, and a problem: one run has one load.
std::vector<std::string> InOwnWords(const std::vector<std::string>& words, std::vector<std::string>& problems);

}  // namespace barrage

#endif  // COORDINATOR_CLI_PASSED_THROUGH_H_
