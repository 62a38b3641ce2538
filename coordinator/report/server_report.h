#ifndef COORDINATOR_REPORT_SERVER_REPORT_H_
#define COORDINATOR_REPORT_SERVER_REPORT_H_

#include <string>
#include <vector>

#include "coordinator/metrics/summary.h"
#include "coordinator/report/labelled_line.h"

namespace barrage {

// What the server said of itself, a line a page of its metrics; empty: none was read.
std::vector<LabelledLine> ServerLines(const Summary& summary);

// Every series of it as a section of report.html; empty: none was read.
std::string ServerSection(const Summary& summary);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_SERVER_REPORT_H_
