#ifndef COORDINATOR_REPORT_JUNIT_H_
#define COORDINATOR_REPORT_JUNIT_H_

#include <string>

#include "coordinator/metrics/summary.h"

namespace barrage {

// A JUnit file: one suite, a test case for the measurement (it fails with the run's reasons where the run is INVALID,
// or DEGRADED under --strict) and one for each threshold. Valid XML 1.0 whatever the texts hold.
std::string JunitXml(const Summary& summary);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_JUNIT_H_
