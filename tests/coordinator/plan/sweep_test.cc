#include "coordinator/plan/sweep.h"

#include "coordinator/plan/choice.h"
#include "coordinator/plan/option_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Values(SweepType type, std::optional<std::string> range,
                                std::optional<std::string> list = {}) {
  const auto values = SweepValues(type, range, list);
  return values.ok() ? *values : std::vector<std::string>{std::string(values.status().message())};
}

TEST(SweepTest, ARangeWithoutAStepDoubles) {
  EXPECT_THAT(Values(SweepType::kConcurrency, "1:256"),
              ElementsAre("1", "2", "4", "8", "16", "32", "64", "128", "256"));
  EXPECT_THAT(Values(SweepType::kRequestRate, "100:500"), ElementsAre("100", "200", "400"));
  EXPECT_THAT(Values(SweepType::kConcurrency, "4:4"), ElementsAre("4"));
}

TEST(SweepTest, ARangeWithAStepIsEven) {
  EXPECT_THAT(Values(SweepType::kNumDatasetEntries, "100:200:50"), ElementsAre("100", "150", "200"));
  EXPECT_THAT(Values(SweepType::kNumDatasetEntries, "100:199:50"), ElementsAre("100", "150"));
}

TEST(SweepTest, AListWinsAndKeepsItsOrder) {
  EXPECT_THAT(Values(SweepType::kInputSequenceLength, "1:2", "400,100,150"), ElementsAre("400", "100", "150"));
  EXPECT_THAT(Values(SweepType::kRequestRate, {}, "0.5,2"), ElementsAre("0.5", "2"));
}

TEST(SweepTest, EveryTypeHasARangeOfItsOwn) {
  EXPECT_THAT(Values(SweepType::kConcurrency, {}).back(), "1024");
  EXPECT_EQ(Values(SweepType::kRequestRate, {}).front(), "16");
  EXPECT_EQ(Values(SweepType::kInputSequenceLength, {}).size(), 10u);
  EXPECT_EQ(Values(SweepType::kBatchSize, {}).back(), "128");
  EXPECT_EQ(Values(SweepType::kNumDatasetEntries, {}).front(), "100");
}

TEST(SweepTest, SetsAnOptionOfItsName) {
  for (int i = 0; i <= static_cast<int>(SweepType::kNumDatasetEntries); ++i) {
    EXPECT_NE(FindFlag(SweptFlag(static_cast<SweepType>(i))), nullptr) << WordOf(static_cast<SweepType>(i));
  }
}

TEST(SweepTest, SaysWhatIsWrong) {
  EXPECT_THAT(Values(SweepType::kConcurrency, "4"),
              ElementsAre("must be MIN:MAX or MIN:MAX:STEP, of integers >= 1, got '4'"));
  EXPECT_THAT(Values(SweepType::kConcurrency, "0:4"),
              ElementsAre("must be MIN:MAX or MIN:MAX:STEP, of integers >= 1, got '0:4'"));
  EXPECT_THAT(Values(SweepType::kConcurrency, "8:4"),
              ElementsAre("must have a MAX that is not below its MIN, got '8:4'"));
  EXPECT_THAT(Values(SweepType::kConcurrency, "1:1000000:1"), ElementsAre("has more than 10,000 values"));
  EXPECT_THAT(Values(SweepType::kConcurrency, {}, "1,x"), ElementsAre("must be an integer, got 'x'"));
  EXPECT_THAT(Values(SweepType::kConcurrency, {}, "1,0"), ElementsAre("must have values >= 1, got 0"));
  EXPECT_THAT(Values(SweepType::kRequestRate, {}, "-1"), ElementsAre("must have values > 0, got -1"));
  EXPECT_THAT(Values(SweepType::kConcurrency, {}, "1,2,1"), ElementsAre("has a value twice, got '1,2,1'"));
}

}  // namespace
}  // namespace barrage
