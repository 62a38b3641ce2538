#ifndef COORDINATOR_REPORT_RESULT_LINE_H_
#define COORDINATOR_REPORT_RESULT_LINE_H_

#include <string>

#include "coordinator/metrics/summary.h"

namespace barrage {

// The largest message that Kubernetes keeps of a container that ended.
inline constexpr size_t kResultLimit = 4096;

// The verdict and the headline numbers as one line of JSON without a newline, at most kResultLimit bytes: run, verdict,
// exit code, reasons' codes, thresholds, the ledger's counts above 0, and of each console metric its average or p50,
// p90, p99. Where that is too long the last metrics are left out and "cut" is true.
std::string ResultJson(const Summary& summary);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_RESULT_LINE_H_
