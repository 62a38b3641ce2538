#include "coordinator/metrics/window.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace barrage {
namespace {

constexpr int64_t kMostSlices = 100'000;

}  // namespace

absl::StatusOr<WindowChoice> ReadWindowChoice(absl::string_view text) {
  if (text == "whole") return WindowChoice{};
  if (text == "steady") return WindowChoice{.kind = WindowChoice::Kind::kSteady, .from = {}, .to = {}};
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
  double from, to;
  if (!absl::SimpleAtod(parts.first, &from) || !absl::SimpleAtod(parts.second, &to) || !(from >= 0) || !(to > from) ||
      !(to < 1e9)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--window must be whole, steady or FROM:TO in seconds since the start with FROM < TO, got '", text, "'"));
  }
  return WindowChoice{.kind = WindowChoice::Kind::kRange, .from = absl::Seconds(from), .to = absl::Seconds(to)};
}

Window WholeWindow(const InFlight& in_flight) {
  return {.name = "whole",
          .from_ns = in_flight.first_start_ns(),
          .to_ns = in_flight.last_end_ns(),
          .whole = true,
          .dip_fraction = 0};
}

std::optional<Window> SteadyWindow(const LoadPlan& load, const InFlight& in_flight, int64_t t0_ns) {
  if (load.open_loop()) {
    if (in_flight.last_start_ns() <= t0_ns) return std::nullopt;
    return Window{
        .name = "steady", .from_ns = t0_ns, .to_ns = in_flight.last_start_ns(), .whole = false, .dip_fraction = 0};
  }
  const int64_t slots = load.concurrency.value_or(1);
  const std::optional<InFlight::Plateau> plateau = in_flight.AtLeast((95 * slots + 99) / 100);
  if (!plateau) return std::nullopt;
  return Window{.name = "steady",
                .from_ns = plateau->from_ns,
                .to_ns = plateau->to_ns,
                .whole = false,
                .dip_fraction = plateau->dip_fraction};
}

std::vector<Window> SliceWindows(absl::Duration length, const InFlight& in_flight, int64_t t0_ns) {
  const int64_t length_ns = std::max<int64_t>(1, absl::ToInt64Nanoseconds(length));
  const int64_t end_ns = in_flight.last_end_ns();
  std::vector<Window> slices;
  for (int64_t from = t0_ns; from < end_ns && static_cast<int64_t>(slices.size()) < kMostSlices; from += length_ns) {
    slices.push_back({.name = absl::StrCat("slice ", slices.size()),
                      .from_ns = from,
                      .to_ns = std::min(from + length_ns, end_ns),
                      .whole = false,
                      .dip_fraction = 0});
  }
  return slices;
}

WindowFinder::WindowFinder(const CommonAxis& axis, absl::Span<const Window> windows) : axis_(axis), windows_(windows) {}

int WindowFinder::Find(uint32_t agent, int64_t agent_ns) {
  if (windows_.size() == 1 && windows_[0].whole) return 0;
  if (agent >= axis_.agents()) return -1;
  if (agent >= edges_.size()) edges_.resize(agent + 1);
  Edges& edges = edges_[agent];
  if (edges.bounds.empty()) {
    edges.t0_ns = axis_.ToAgent(agent, axis_.t0_ns());
    for (const Window& window : windows_) {
      edges.bounds.push_back(axis_.ToAgent(agent, window.from_ns));
      edges.bounds.push_back(axis_.ToAgent(agent, window.to_ns));
    }
  }
  // The agent kept to the t0 that it was told; the fit over the whole run can put its first requests before t0.
  const int64_t at_ns = std::max(agent_ns, edges.t0_ns);
  const int64_t passed = std::upper_bound(edges.bounds.begin(), edges.bounds.end(), at_ns) - edges.bounds.begin();
  return passed % 2 == 1 ? static_cast<int>(passed / 2) : -1;
}

}  // namespace barrage
