#include "common/base/near_name.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(EditDistanceTest, CountsEditsAndSwaps) {
  EXPECT_EQ(EditDistance("", ""), 0u);
  EXPECT_EQ(EditDistance("abc", ""), 3u);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3u);  // k→s, e→i, +g
  EXPECT_EQ(EditDistance("ab", "ba"), 1u);           // one swap
  EXPECT_EQ(EditDistance("ca", "abc"), 3u);          // no piece is edited twice
  EXPECT_EQ(EditDistance("concurency", "concurrency"), 1u);
}

TEST(NearNameTest, FindsTheNearest) {
  const std::vector<std::string> known = {"--concurrency", "--request-rate", "--request-count"};
  EXPECT_EQ(NearName("--concurency", known), "--concurrency");
  EXPECT_EQ(NearName("--request-raet", known), "--request-rate");
  EXPECT_EQ(NearName("--req", known), "--request-rate");
}

TEST(NearNameTest, FindsNothingWhereNothingIsNear) {
  EXPECT_EQ(NearName("--zzzzzzzz", {"--concurrency"}), std::nullopt);
  EXPECT_EQ(NearName("", {"ab"}), std::nullopt);
  EXPECT_EQ(NearName(std::string(101, 'a'), {std::string(100, 'a')}), std::nullopt);
}

}  // namespace
}  // namespace barrage
