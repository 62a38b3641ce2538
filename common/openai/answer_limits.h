#ifndef COMMON_OPENAI_ANSWER_LIMITS_H_
#define COMMON_OPENAI_ANSWER_LIMITS_H_

#include <cstddef>

namespace barrage {

// Bytes of what a server said that `error` and a status's message hold at most: many more than a record keeps, so that
// who redacts a secret sees it whole where it matters.
inline constexpr size_t kMaxErrorBytes = 4096;

}  // namespace barrage

#endif  // COMMON_OPENAI_ANSWER_LIMITS_H_
