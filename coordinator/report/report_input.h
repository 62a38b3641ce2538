#ifndef COORDINATOR_REPORT_REPORT_INPUT_H_
#define COORDINATOR_REPORT_REPORT_INPUT_H_

#include <string>
#include <vector>

#include "common/record/run_log.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// What an exporter formats. Nothing here is computed by it. Both references outlive the call.
struct ReportInput {
  const Summary& summary;
  const RunLog& log;
  std::vector<std::string> files;  // names of all that is written, in the table's order
};

}  // namespace barrage

#endif  // COORDINATOR_REPORT_REPORT_INPUT_H_
