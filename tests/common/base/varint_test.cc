#include "common/base/varint.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/rng.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(Varint, HasTheBytesOfProtocolBuffers) {
  std::string bytes;
  AppendVarint(bytes, 0);
  AppendVarint(bytes, 127);
  AppendVarint(bytes, 300);
  EXPECT_EQ(bytes, std::string("\x00\x7f\xac\x02", 4));
}

TEST(Varint, GivesBackAnyValue) {
  Rng rng(1, "varint");
  std::string bytes;
  std::vector<uint64_t> values = {0, 1, ~uint64_t{0}, uint64_t{1} << 63};
  for (int i = 0; i < 1000; ++i) values.push_back(rng.Next() >> rng.Below(64));
  for (const uint64_t value : values) AppendVarint(bytes, value);
  absl::string_view rest = bytes;
  for (const uint64_t value : values) {
    uint64_t read = 0;
    ASSERT_TRUE(TakeVarint(rest, read));
    EXPECT_EQ(read, value);
  }
  EXPECT_TRUE(rest.empty());
}

TEST(Varint, RefusesWhatEndsEarlyOrNever) {
  uint64_t value = 0;
  absl::string_view none, cut("\x80\x80"), endless("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01");
  EXPECT_FALSE(TakeVarint(none, value));
  EXPECT_FALSE(TakeVarint(cut, value));
  EXPECT_FALSE(TakeVarint(endless, value));
}

TEST(Varint, ZigZagIsShortAroundZero) {
  EXPECT_EQ(ZigZag(0), 0u);
  EXPECT_EQ(ZigZag(-1), 1u);
  EXPECT_EQ(ZigZag(1), 2u);
  EXPECT_EQ(ZigZag(-2), 3u);
  using Limits = std::numeric_limits<int64_t>;
  for (const int64_t value : {Limits::min(), Limits::min() + 1, int64_t{-1}, int64_t{0}, int64_t{7}, Limits::max()}) {
    EXPECT_EQ(UnZigZag(ZigZag(value)), value);
  }
}

}  // namespace
}  // namespace barrage
