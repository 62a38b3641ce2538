#ifndef COMMON_BASE_CLOCK_H_
#define COMMON_BASE_CLOCK_H_

#include <cstdint>

namespace barrage {

// What time it is. Durations come from MonotonicNs only; WallNs labels a run once and re-bases kernel stamps.
// Implementations are safe for use by many threads.
class Clock {
 public:
  virtual ~Clock() = default;

  // Nanoseconds of CLOCK_MONOTONIC: never goes back, has no meaning on another host.
  virtual int64_t MonotonicNs() const = 0;

  // Nanoseconds since the Unix epoch, CLOCK_REALTIME: may step at any time.
  virtual int64_t WallNs() const = 0;
};

// The machine's clocks. Lives as long as the process.
const Clock& SystemClock();

}  // namespace barrage

#endif  // COMMON_BASE_CLOCK_H_
