#ifndef COORDINATOR_METRICS_EXIT_CODE_H_
#define COORDINATOR_METRICS_EXIT_CODE_H_

#include <optional>

#include "coordinator/metrics/summary.h"
#include "proto/log.pb.h"

namespace barrage {

// The exit code of a run, as METRICS §6 orders them: what its end alone says (interrupted, internal error, target,
// agents), else 5 for a measurement that is INVALID (with --strict also DEGRADED), else 99 for a failed threshold, else
// 0. `end`: absent where the log is unfinished, which is 5.
int ExitCodeOf(const std::optional<wire::RunEnd>& end, Verdict verdict, bool strict, std::optional<bool> slo_passed);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_EXIT_CODE_H_
