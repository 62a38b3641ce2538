#ifndef TESTS_COMMON_RECORD_RANDOM_RECORD_H_
#define TESTS_COMMON_RECORD_RANDOM_RECORD_H_

#include <cstdint>

#include "common/base/rng.h"
#include "common/record/request_record.h"

namespace barrage {

// An event as a stream may hold it after `previous_ns`: bursts, steady gaps and long ones; every kind and flag. Its
// time is a whole number of µs and its lateness stands exactly where a record keeps one, so it survives encoding
// unchanged.
StreamEvent RandomEvent(int64_t previous_ns, Rng& rng);

// A record with each optional field there or not, and a random stream.
RequestRecord RandomRecord(Rng& rng);

}  // namespace barrage

#endif  // TESTS_COMMON_RECORD_RANDOM_RECORD_H_
