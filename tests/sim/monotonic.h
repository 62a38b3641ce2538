#ifndef TESTS_SIM_MONOTONIC_H_
#define TESTS_SIM_MONOTONIC_H_

#include <time.h>

#include <cstdint>

namespace barrage::sim {

inline int64_t ReadClockNs(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * int64_t{1000000000} + now.tv_nsec;
}

// CLOCK_MONOTONIC in nanoseconds: the clock of every time in the simulator and its journal.
inline int64_t MonotonicNs() { return ReadClockNs(CLOCK_MONOTONIC); }

inline constexpr int64_t kNeverNs = INT64_MAX;

}  // namespace barrage::sim

#endif  // TESTS_SIM_MONOTONIC_H_
