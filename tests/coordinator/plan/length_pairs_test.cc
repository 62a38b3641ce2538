#include "coordinator/plan/length_pairs.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;

TEST(LengthPairs, ReadsAiperfsThreeForms) {
  const auto expected = ElementsAre(LengthPair{256, 0, 128, 0, 60}, LengthPair{512, 20, 256, 8, 40});
  for (const char* const text :
       {"256,128:60;512|20,256|8:40", "[(256,128):60,(512|20,256|8):40]", "[(256, 128):60, (512|20, 256|8):40]",
        R"({"pairs": [{"isl": 256, "osl": 128, "prob": 60},
                      {"isl": 512, "isl_stddev": 20, "osl": 256, "osl_stddev": 8, "prob": 40}]})"}) {
    const auto pairs = ReadLengthPairs(text);
    ASSERT_TRUE(pairs.ok()) << text << ": " << pairs.status();
    EXPECT_THAT(*pairs, expected) << text;
    EXPECT_EQ(WriteLengthPairs(*pairs), "256,128:60;512|20,256|8:40");
    EXPECT_EQ(ReadLengthPairs(WriteLengthPairs(*pairs)).value(), *pairs);
  }
}

TEST(LengthPairs, SaysWhatIsWrong) {
  const auto error = [](const char* text) { return std::string(ReadLengthPairs(text).status().message()); };
  EXPECT_EQ(error("256,128:60;512,256:30"), "must have percents that add up to 100, got 90");
  EXPECT_EQ(error(""), "must be ISL,OSL:PERCENT;…, such as 256,128:60;512,256:40");
  EXPECT_EQ(error("256:100"), "must be ISL,OSL:PERCENT;…, such as 256,128:60;512,256:40, got '256:100'");
  EXPECT_EQ(error("a,128:100"), "must be an integer, got 'a'");
  EXPECT_EQ(error("0,128:100"), "must have lengths >= 1 and deviations >= 0, got '0,128:100'");
  EXPECT_EQ(error("1,2:-5;1,2:105"), "must have percents > 0, got '1,2:-5;1,2:105'");
  EXPECT_EQ(error("{}"), "has no array \"pairs\"");
  EXPECT_EQ(error(R"({"pairs": [{"isl": 1, "osl": 1}]})"), "has a pair without prob, its percent");
}

}  // namespace
}  // namespace barrage
