#ifndef COORDINATOR_METRICS_WINDOW_TABLES_H_
#define COORDINATOR_METRICS_WINDOW_TABLES_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/tables.h"
#include "coordinator/metrics/window.h"

namespace barrage {

// The tables of every window a report shows.
struct WindowTables {
  std::vector<WindowSummary> windows;  // whole, steady, the range that was asked for, slices: those that exist
  size_t chosen = 0;                   // the one that was asked for
};

// A steady state that was asked for and never reached has a table of empty cells. Error: the log's.
absl::StatusOr<WindowTables> MakeWindowTables(const TableInputs& inputs, const WindowChoice& choice,
                                              std::optional<absl::Duration> slice_duration);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_WINDOW_TABLES_H_
