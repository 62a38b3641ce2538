#ifndef COORDINATOR_COMPARE_COMPARISON_TEXT_H_
#define COORDINATOR_COMPARE_COMPARISON_TEXT_H_

#include <cstddef>
#include <string>

#include "coordinator/compare/comparison.h"

namespace barrage {

// A comparison as people read it: the rules first, then the table of what GenAI-Perf's has and of error_rate, what
// makes the two differ in meaning, and where their plans differ. `before` and `after` head it; `width` in columns.
std::string RenderComparison(const Comparison& comparison, const std::string& before, const std::string& after,
                             size_t width);

}  // namespace barrage

#endif  // COORDINATOR_COMPARE_COMPARISON_TEXT_H_
