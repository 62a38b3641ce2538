#ifndef COORDINATOR_REPORT_CONSOLE_HEALTH_H_
#define COORDINATOR_REPORT_CONSOLE_HEALTH_H_

#include <vector>

#include "coordinator/metrics/summary.h"
#include "coordinator/report/labelled_line.h"

namespace barrage {

// How wrong the numbers may be, who measured them, and what became of each request.
std::vector<LabelledLine> HealthLines(const Summary& summary);

// Errors by class, each with the first body seen.
std::vector<LabelledLine> ErrorLines(const Summary& summary);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_CONSOLE_HEALTH_H_
