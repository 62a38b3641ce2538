#ifndef COORDINATOR_REPORT_CONSOLE_HEALTH_H_
#define COORDINATOR_REPORT_CONSOLE_HEALTH_H_

#include <string>
#include <vector>

#include "coordinator/metrics/summary.h"

namespace barrage {

// A line of the report with its label: "Ledger", "scheduled 640 = ok 640". Longer text is wrapped by the console.
struct LabelledLine {
  std::string label, text;
};

// How wrong the numbers may be, who measured them, and what became of each request.
std::vector<LabelledLine> HealthLines(const Summary& summary);

// Errors by class, each with the first body seen.
std::vector<LabelledLine> ErrorLines(const Summary& summary);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_CONSOLE_HEALTH_H_
