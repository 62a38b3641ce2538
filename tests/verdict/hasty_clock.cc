// Preloaded into an agent, it makes the agent's monotonic clock run half a percent fast: ten times what a clock fit
// allows.

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>

namespace {

int64_t Kernel(clockid_t id, timespec* when) {
  const long failed = syscall(SYS_clock_gettime, id, when);
  return failed != 0 ? -1 : int64_t{when->tv_sec} * 1'000'000'000 + when->tv_nsec;
}

int64_t LoadedAt() {
  timespec when;
  return Kernel(CLOCK_MONOTONIC, &when);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int clock_gettime(clockid_t id, timespec* when) noexcept {
  static const int64_t loaded_ns = LoadedAt();
  int64_t now_ns = Kernel(id, when);
  if (now_ns < 0) return -1;
  if (id != CLOCK_MONOTONIC) return 0;
  now_ns += (now_ns - loaded_ns) / 200;
  when->tv_sec = now_ns / 1'000'000'000;
  when->tv_nsec = now_ns % 1'000'000'000;
  return 0;
}
