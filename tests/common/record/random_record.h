#ifndef TESTS_COMMON_RECORD_RANDOM_RECORD_H_
#define TESTS_COMMON_RECORD_RANDOM_RECORD_H_

#include <cstdint>

#include "common/base/rng.h"
#include "common/record/request_record.h"

namespace barrage {

// An event as an agent appends it after `previous_ns`: bursts, steady gaps and long ones; every kind and flag, and
// always a lateness. Its time is a whole number of µs.
StreamEvent RandomEvent(int64_t previous_ns, Rng& rng);

// A record with each optional field there or not, and a random stream.
RequestRecord RandomRecord(Rng& rng);

}  // namespace barrage

#endif  // TESTS_COMMON_RECORD_RANDOM_RECORD_H_
