#include "coordinator/metrics/sort_integers.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>

namespace barrage {
namespace {

constexpr int kDigitBits = 8;
constexpr size_t kDigits = size_t{1} << kDigitBits;
// Fewer than these are compared.
constexpr size_t kFew = 128;

// The leading digit of a value among those from `least` up.
struct Digit {
  int64_t least = 0;
  int shift = 0;
  size_t Of(int64_t value) const { return (static_cast<uint64_t>(value) - static_cast<uint64_t>(least)) >> shift; }
};

// Moves each value to the part of `values` that is its digit's, which ends at `ends[digit]`. A part is walked to its
// end, and each value there changes places with what stands where it belongs: no step waits for the one before, as it
// would if one value were followed until its circle closes.
void Distribute(absl::Span<int64_t> values, const Digit& digit, const std::array<size_t, kDigits>& ends) {
  std::array<size_t, kDigits> next{};  // of each part, the first place that is not filled
  std::copy(ends.begin(), ends.end() - 1, next.begin() + 1);
  for (bool moved = true; moved;) {
    moved = false;
    for (size_t d = 0; d < kDigits; ++d) {
      for (size_t at = next[d]; at < ends[d]; ++at) {
        std::swap(values[at], values[next[digit.Of(values[at])]++]);
        moved = true;
      }
    }
  }
}

}  // namespace

void SortIntegers(absl::Span<int64_t> values) {
  if (values.size() < kFew) {
    std::sort(values.begin(), values.end());
    return;
  }
  const auto [least, largest] = std::minmax_element(values.begin(), values.end());
  const uint64_t range = static_cast<uint64_t>(*largest) - static_cast<uint64_t>(*least);
  if (range == 0) return;
  const Digit digit{.least = *least, .shift = std::max(0, static_cast<int>(std::bit_width(range)) - kDigitBits)};

  std::array<size_t, kDigits> ends{};
  for (const int64_t value : values) ++ends[digit.Of(value)];
  for (size_t d = 1; d < kDigits; ++d) ends[d] += ends[d - 1];
  Distribute(values, digit, ends);
  if (digit.shift == 0) return;
  for (size_t d = 0, begin = 0; d < kDigits; begin = ends[d++]) {
    SortIntegers(values.subspan(begin, ends[d] - begin));
  }
}

}  // namespace barrage
