#include "coordinator/metrics/window_tables.h"

#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "coordinator/metrics/request_column.h"

namespace barrage {
namespace {

using Kind = WindowChoice::Kind;

WindowSummary SummaryOf(const Window& window, int64_t t0_ns, std::vector<Metric> metrics) {
  return {.name = window.name,
          .from_ns = window.from_ns - t0_ns,
          .to_ns = window.to_ns - t0_ns,
          .dip_fraction = window.dip_fraction,
          .metrics = std::move(metrics)};
}

WindowSummary NeverReached() {
  WindowSummary window{.name = "steady", .metrics = {}};
  for (const MetricRow& row : MetricCatalog()) {
    window.metrics.push_back(EmptyMetric(row));
    window.metrics.back().absent_reason = "the concurrency that was asked for was never reached";
  }
  return window;
}

absl::Status AddTables(const TableInputs& inputs, const std::vector<Window>& windows, WindowTables& tables) {
  ASSIGN_OR_RETURN(std::vector<std::vector<Metric>> metrics, MakeTables(inputs, windows));
  for (size_t i = 0; i < windows.size(); ++i) {
    tables.windows.push_back(SummaryOf(windows[i], inputs.axis.t0_ns(), std::move(metrics[i])));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<WindowTables> MakeWindowTables(const TableInputs& inputs, const WindowChoice& choice,
                                              std::optional<absl::Duration> slice_duration) {
  WindowTables tables;
  const int64_t t0_ns = inputs.axis.t0_ns();
  const bool any = !inputs.in_flight.empty();
  const Window nothing{.name = "whole", .from_ns = t0_ns, .to_ns = t0_ns, .whole = true, .dip_fraction = 0};
  RETURN_IF_ERROR(AddTables(inputs, {any ? WholeWindow(inputs.in_flight) : nothing}, tables));

  const std::optional<Window> steady = any ? SteadyWindow(inputs.plan.load, inputs.in_flight, t0_ns) : std::nullopt;
  if (steady) RETURN_IF_ERROR(AddTables(inputs, {*steady}, tables));
  if (choice.kind == Kind::kSteady) {
    if (!steady) tables.windows.push_back(NeverReached());
    tables.chosen = tables.windows.size() - 1;
  }
  if (choice.kind == Kind::kRange) {
    const Window range{.name = "range",
                       .from_ns = t0_ns + absl::ToInt64Nanoseconds(choice.from),
                       .to_ns = t0_ns + absl::ToInt64Nanoseconds(choice.to),
                       .whole = false,
                       .dip_fraction = 0};
    RETURN_IF_ERROR(AddTables(inputs, {range}, tables));
    tables.chosen = tables.windows.size() - 1;
  }
  if (slice_duration && *slice_duration > absl::ZeroDuration() && any) {
    RETURN_IF_ERROR(AddTables(inputs, SliceWindows(*slice_duration, inputs.in_flight, t0_ns), tables));
  }
  return tables;
}

}  // namespace barrage
