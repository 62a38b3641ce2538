#ifndef COORDINATOR_REPORT_VERDICT_TEXT_H_
#define COORDINATOR_REPORT_VERDICT_TEXT_H_

#include "absl/strings/string_view.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// "VALID", "DEGRADED", "INVALID": as every file has it.
constexpr absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kValid:
      return "VALID";
    case Verdict::kDegraded:
      return "DEGRADED";
    case Verdict::kInvalid:
      return "INVALID";
  }
  return "";
}

}  // namespace barrage

#endif  // COORDINATOR_REPORT_VERDICT_TEXT_H_
