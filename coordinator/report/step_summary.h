#ifndef COORDINATOR_REPORT_STEP_SUMMARY_H_
#define COORDINATOR_REPORT_STEP_SUMMARY_H_

#include <string>

#include "coordinator/metrics/summary.h"

namespace barrage {

// A section of Markdown for the summary page of a GitHub workflow: verdict and reasons, thresholds, the main table.
std::string StepSummary(const Summary& summary);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_STEP_SUMMARY_H_
