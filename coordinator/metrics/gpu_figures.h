#ifndef COORDINATOR_METRICS_GPU_FIGURES_H_
#define COORDINATOR_METRICS_GPU_FIGURES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace barrage {

// One thing that is told of each GPU, with GenAI-Perf's name and unit.
struct GpuFigureRow {
  const char* tag;
  const char* unit;
  bool is_constant;  // a limit or a size: it has one value
  struct Source {
    const char* name;  // of the series
    double scale;      // from its unit to the row's
  };
  std::vector<Source> sources;
};

// In GenAI-Perf's order. Names are from the documentation of NVIDIA's DCGM exporter and of Triton.
absl::Span<const GpuFigureRow> GpuFigureRows();

// What turns a value of the series `series` (with labels) into one of the row, if it is one of its sources.
std::optional<double> ScaleOf(const GpuFigureRow& row, absl::string_view series);

// The GPU that a series tells of: its label `gpu`, of a part of one (MIG) "0:7"; else its label `gpu_uuid`.
std::optional<std::string> GpuOf(absl::string_view series);

// Whether it was read: DCGM puts numbers of 2^47 and more in place of what a GPU does not tell.
bool IsGpuReading(double value);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_GPU_FIGURES_H_
