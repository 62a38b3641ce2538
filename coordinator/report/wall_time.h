#ifndef COORDINATOR_REPORT_WALL_TIME_H_
#define COORDINATOR_REPORT_WALL_TIME_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace barrage {

// Nanoseconds since the epoch as "2026-03-01T12:00:00.123456Z": UTC on every machine.
inline std::string WallTime(int64_t wall_ns) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::FromUnixNanos(wall_ns), absl::UTCTimeZone());
}

}  // namespace barrage

#endif  // COORDINATOR_REPORT_WALL_TIME_H_
