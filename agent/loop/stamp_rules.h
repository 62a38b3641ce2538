#ifndef AGENT_LOOP_STAMP_RULES_H_
#define AGENT_LOOP_STAMP_RULES_H_

#include <cstdint>
#include <optional>

namespace barrage {

// What is known when a read returns with a kernel receive stamp.
struct StampEvidence {
  int64_t kernel_wall_ns = 0;          // the kernel's stamp, CLOCK_REALTIME
  int64_t wall_offset_ns = 0;          // REALTIME − MONOTONIC, sampled after the read
  int64_t earlier_wall_offset_ns = 0;  // the same at the thread's previous read
  int64_t read_ns = 0;                 // CLOCK_MONOTONIC after the read
  int64_t drained_ns = 0;              // when this socket was last found empty, or was opened
};

// REALTIME may step between stamp and read: if it moved by more than this, the stamp cannot be re-based.
inline constexpr int64_t kClockStepNs = 50'000;
// How far a stamp may lie before the instant at which the socket was found empty.
inline constexpr int64_t kStampSlackNs = 1'000'000;

// The stamp as CLOCK_MONOTONIC, or nullopt when it cannot be true: the wall clock stepped, or the stamp is of a time
// when the data was not there yet, or of the future.
std::optional<int64_t> MonotonicStamp(const StampEvidence& evidence);

}  // namespace barrage

#endif  // AGENT_LOOP_STAMP_RULES_H_
