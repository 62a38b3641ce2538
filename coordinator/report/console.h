#ifndef COORDINATOR_REPORT_CONSOLE_H_
#define COORDINATOR_REPORT_CONSOLE_H_

#include <string>
#include <vector>

#include "coordinator/metrics/summary.h"

namespace barrage {

struct ConsoleOptions {
  size_t width = 80;               // columns of the terminal
  bool color = false;              // ANSI colours for the verdict
  std::string directory;           // of the run; empty: no files were written
  std::vector<std::string> files;  // in it
};

// What stands on stdout after a run: title, verdict first, thresholds, GenAI-Perf's table, the same with failures
// counted, how wrong the numbers may be, the client's health, the ledger, errors by class, notes, files.
std::string RenderConsole(const Summary& summary, const ConsoleOptions& options);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_CONSOLE_H_
