#include "coordinator/metrics/sort_integers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "common/base/rng.h"

namespace barrage {
namespace {

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(), kMost = std::numeric_limits<int64_t>::max();

void ExpectSorted(std::vector<int64_t> values) {
  std::vector<int64_t> expected = values;
  std::sort(expected.begin(), expected.end());
  SortIntegers(absl::MakeSpan(values));
  EXPECT_EQ(values, expected);
}

// Sizes on both sides of where comparing ends, and ranges of one digit, of several, and of all 64 bits.
TEST(SortIntegersTest, SortsAsComparingDoes) {
  for (const size_t size : {0, 1, 2, 127, 128, 129, 5000, 200'000}) {
    for (const uint64_t range :
         {uint64_t{1}, uint64_t{2}, uint64_t{200}, uint64_t{256}, uint64_t{1} << 30, ~uint64_t{0}}) {
      Rng rng(size, "sort");
      std::vector<int64_t> values(size);
      for (int64_t& value : values) value = static_cast<int64_t>(rng.Below(range) - range / 2);
      ExpectSorted(values);
    }
  }
}

TEST(SortIntegersTest, TakesTheOutermostValues) {
  std::vector<int64_t> values(1000);
  for (size_t i = 0; i < values.size(); ++i) values[i] = i % 3 == 0 ? kLeast : i % 3 == 1 ? kMost : 0;
  ExpectSorted(values);
}

// Latencies: nearly all close together, a few far out.
TEST(SortIntegersTest, SortsValuesThatCrowd) {
  Rng rng(1, "sort");
  std::vector<int64_t> values(100'000, 10'000'000);
  for (int64_t& value : values) value += static_cast<int64_t>(rng.Normal() * 20'000);
  values[500] = 60'000'000'000;
  values[70'000] = 0;
  ExpectSorted(values);
}

TEST(SortIntegersTest, SortsWhatIsSortedAlready) {
  std::vector<int64_t> values(10'000);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<int64_t>(i) * 7919;
  ExpectSorted(values);
  std::reverse(values.begin(), values.end());
  ExpectSorted(values);
}

}  // namespace
}  // namespace barrage
