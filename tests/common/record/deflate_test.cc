#include "common/record/deflate.h"

#include <string>

#include "common/base/rng.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(Deflate, GivesBackWhatWentIn) {
  Rng rng(1, "deflate");
  std::string noise, even(1'000'000, 'x');
  for (int i = 0; i < 300'000; ++i) noise.push_back(static_cast<char>(rng.Next()));
  for (const std::string& bytes : {std::string(), std::string("a"), noise, even, even + noise}) {
    const auto again = Inflate(Deflate(bytes), bytes.size());
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(*again == bytes);
  }
  EXPECT_LT(Deflate(even).size(), 10'000u);
}

TEST(Deflate, InflatesNoFurtherThanAllowed) {
  const std::string stream = Deflate(std::string(1'000'000, 'x'));
  EXPECT_EQ(Inflate(stream, 999'999).status().message(), "inflates to over 999999 bytes");
  EXPECT_TRUE(Inflate(stream, 1'000'000).ok());
}

TEST(Deflate, TakesWholeStreamsOnly) {
  const std::string stream = Deflate("a text that is deflated, and a text that is deflated");
  for (size_t size = 0; size < stream.size(); ++size) {
    EXPECT_EQ(Inflate(stream.substr(0, size), 1000).status().message(), "is no whole zlib stream") << size;
  }
  EXPECT_FALSE(Inflate(stream + "x", 1000).ok());
  EXPECT_FALSE(Inflate("plain text", 1000).ok());
}

TEST(Deflate, HostileBytesNeverDoHarm) {
  Rng rng(2, "deflate");
  const std::string stream = Deflate(std::string(10'000, 'x') + "abc");
  for (int trial = 0; trial < 20'000; ++trial) {
    std::string damaged = stream;
    damaged[rng.Below(damaged.size())] = static_cast<char>(rng.Next());
    const auto bytes = Inflate(damaged, 100'000);
    if (!bytes.ok()) continue;
    EXPECT_LE(bytes->size(), 100'000u);
  }
}

}  // namespace
}  // namespace barrage
