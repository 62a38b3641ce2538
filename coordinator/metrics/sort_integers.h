#ifndef COORDINATOR_METRICS_SORT_INTEGERS_H_
#define COORDINATOR_METRICS_SORT_INTEGERS_H_

#include <cstdint>

#include "absl/types/span.h"

namespace barrage {

// Sorts ascending, in place. By digits (most significant first, counted between the least and the largest value), so
// that 10⁸ values take a third of the time of a sort by comparisons and no memory beside theirs.
void SortIntegers(absl::Span<int64_t> values);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SORT_INTEGERS_H_
