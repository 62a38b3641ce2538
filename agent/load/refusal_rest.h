#ifndef AGENT_LOAD_REFUSAL_REST_H_
#define AGENT_LOAD_REFUSAL_REST_H_

#include <algorithm>
#include <cstdint>

namespace barrage {

// How long a slot rests that got no connection, after so many refusals in a row (0: the first): 10 ms, doubling to 1 s.
inline int64_t RefusalRestNs(int refusals) {
  constexpr int64_t kFirstNs = 10'000'000, kLongestNs = 1'000'000'000;
  return std::min(kFirstNs << std::min(refusals, 7), kLongestNs);
}

}  // namespace barrage

#endif  // AGENT_LOAD_REFUSAL_REST_H_
