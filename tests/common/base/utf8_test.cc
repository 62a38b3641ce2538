#include "common/base/utf8.h"

#include <string>

#include "common/base/rng.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(Utf8, KnowsWhereValidTextEnds) {
  EXPECT_EQ(ValidUtf8Length(""), 0u);
  EXPECT_EQ(ValidUtf8Length("aé中😀"), 10u);
  EXPECT_EQ(ValidUtf8Length(std::string("a\0b", 3)), 3u);
  for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe4\xb8", "\xf0\x9f\x98", "\xc3"}) {
    EXPECT_EQ(ValidUtf8Length(std::string("ab") + bad), 2u) << bad;
  }
  for (const char* good :
       {"\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(ValidUtf8Length(good), std::string(good).size());
  }
}

TEST(Utf8, ReplacesWhatIsNoCharacter) {
  EXPECT_EQ(ToValidUtf8("a\xff\xe4\xb8z", 100), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
  EXPECT_EQ(ToValidUtf8("中", 100), "中");
}

TEST(Utf8, CutsBetweenCharacters) {
  EXPECT_EQ(ToValidUtf8("a中b", 3), "a");
  EXPECT_EQ(ToValidUtf8("a中b", 4), "a中");
  EXPECT_EQ(ToValidUtf8("\xff", 2), "");
}

TEST(Utf8, MakesAnythingValid) {
  Rng rng(1, "utf8");
  for (int trial = 0; trial < 2000; ++trial) {
    std::string noise;
    for (uint64_t n = rng.Below(30); n > 0; --n) noise.push_back(static_cast<char>(0x70 + rng.Below(0x90)));
    const size_t most = rng.Below(40);
    const std::string valid = ToValidUtf8(noise, most);
    EXPECT_LE(valid.size(), most);
    EXPECT_EQ(ValidUtf8Length(valid), valid.size());
    if (ValidUtf8Length(noise) == noise.size() && noise.size() <= most) {
      EXPECT_EQ(valid, noise);
    }
  }
}

}  // namespace
}  // namespace barrage
