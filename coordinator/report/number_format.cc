#include "coordinator/report/number_format.h"

#include <cmath>

#include "absl/strings/str_format.h"

namespace barrage {
namespace {

// Puts commas into the run of digits that ends at `end`.
std::string InsertCommas(std::string text, size_t end) {
  const size_t first = !text.empty() && text[0] == '-' ? 1 : 0;
  for (size_t at = end; at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace

std::string TwoDecimals(double value) {
  if (!std::isfinite(value)) return "N/A";
  std::string text = absl::StrFormat("%.2f", value);
  if (text == "-0.00") text = "0.00";
  return InsertCommas(text, text.size() - 3);
}

std::string WithCommas(int64_t value) {
  const std::string text = absl::StrFormat("%d", value);
  return InsertCommas(text, text.size());
}

std::string ShortDuration(int64_t ns) {
  const double magnitude = std::fabs(static_cast<double>(ns));
  if (magnitude < 1e3) return absl::StrFormat("%d ns", ns);
  if (magnitude < 1e6) return absl::StrFormat("%.1f µs", ns / 1e3);
  if (magnitude < 1e9) return absl::StrFormat("%.2f ms", ns / 1e6);
  return absl::StrFormat("%.2f s", ns / 1e9);
}

std::string Percent(double fraction) {
  if (fraction != 0 && std::fabs(fraction) < 0.0005) return absl::StrFormat("%.2g %%", fraction * 100);
  return absl::StrFormat("%.1f %%", fraction * 100);
}

}  // namespace barrage
