#include "coordinator/metrics/exit_code.h"

namespace barrage {
namespace {

constexpr int kMeasurement = 5, kThreshold = 99;

}  // namespace

int ExitCodeOf(const std::optional<wire::RunEnd>& end, Verdict verdict, bool strict, std::optional<bool> slo_passed) {
  if (!end) return kMeasurement;
  if (end->exit_code() != 0) return end->exit_code();
  if (verdict == Verdict::kInvalid || (strict && verdict == Verdict::kDegraded)) return kMeasurement;
  return slo_passed.value_or(true) ? 0 : kThreshold;
}

}  // namespace barrage
