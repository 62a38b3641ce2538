#ifndef TESTS_COORDINATOR_METRICS_VARIED_LOG_H_
#define TESTS_COORDINATOR_METRICS_VARIED_LOG_H_

#include <string>

#include "absl/status/status.h"

namespace barrage {

// Writes `directory`/records/run.log: a run made up so that every metric of the catalog has values and every rule of
// the tables is used. A capped rate over two agents, of which one is lost; every outcome; reasoning, tool calls,
// answers that are not streamed; counts by usage and by a tokenizer that disagree; goodput, GPUs, slices. The same
// bytes each time.
absl::Status WriteVariedLog(const std::string& directory);

}  // namespace barrage

#endif  // TESTS_COORDINATOR_METRICS_VARIED_LOG_H_
