#include "coordinator/plan/list_field.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;

std::string Fault(const OptionField& field, std::vector<std::string> texts) {
  Settings settings;
  return std::string(field.set(texts, settings).message());
}

TEST(StageFieldTest, ReadsHoldsAndRamps) {
  Settings settings;
  ASSERT_TRUE(StageField().set(std::vector<std::string>{"10@30", "10-50.5@1m", "0-5@1"}, settings).ok());
  const std::vector<RateStage>& stages = settings.plan.load.stages;
  ASSERT_EQ(stages.size(), 3u);
  EXPECT_EQ(stages[0].from_per_s, 10);
  EXPECT_EQ(stages[0].to_per_s, 10);
  EXPECT_EQ(stages[1].to_per_s, 50.5);
  EXPECT_EQ(stages[1].length, absl::Minutes(1));
  EXPECT_THAT(StageField().get(settings), ElementsAre("10@30", "10-50.5@60", "0-5@1"));
}

TEST(StageFieldTest, SaysWhatIsWrong) {
  EXPECT_EQ(Fault(StageField(), {"10"}), "must be RATE@SECONDS or FROM-TO@SECONDS, got '10'");
  EXPECT_EQ(Fault(StageField(), {"@5"}), "must be RATE@SECONDS or FROM-TO@SECONDS, got '@5'");
  EXPECT_EQ(Fault(StageField(), {"0@5"}), "must have a rate and a length > 0, got '0@5'");
  EXPECT_EQ(Fault(StageField(), {"5@0"}), "must have a rate and a length > 0, got '5@0'");
  EXPECT_EQ(Fault(StageField(), {"-5@1"}), "must have a rate and a length > 0, got '-5@1'");
}

TEST(HeaderFieldTest, TakesBlanksOffAndRefusesLineBreaks) {
  Settings settings;
  ASSERT_TRUE(HeaderField().set(std::vector<std::string>{"X-A:  b c ", "X-B:"}, settings).ok());
  EXPECT_THAT(HeaderField().get(settings), ElementsAre("X-A: b c", "X-B: "));
  EXPECT_EQ(Fault(HeaderField(), {"no colon"}), "must be 'Name: value', got 'no colon'");
  EXPECT_EQ(Fault(HeaderField(), {"A: b\r\nEvil: c"}), "must be one line 'Name: value', got 'A'");
}

TEST(HeaderFieldTest, TakesAJsonObjectToo) {
  Settings settings;
  ASSERT_TRUE(HeaderField().set(std::vector<std::string>{R"({"X-A": "b:c", "X-B": "d"})", "X-C: e"}, settings).ok());
  EXPECT_THAT(HeaderField().get(settings), ElementsAre("X-A: b:c", "X-B: d", "X-C: e"));
  EXPECT_EQ(Fault(HeaderField(), {R"({"X-A": 1})"}), "must have texts as values");
  EXPECT_EQ(Fault(HeaderField(), {"{\"X"}).substr(0, 11), "is not JSON");
}

TEST(ModelFieldTest, SplitsAtCommas) {
  Settings settings;
  ASSERT_TRUE(ModelField().set(std::vector<std::string>{"a,b,", "meta/c"}, settings).ok());
  EXPECT_THAT(settings.plan.target.models, ElementsAre("a", "b", "meta/c"));
}

TEST(GoodputFieldTest, TakesSeveralRulesInOneText) {
  Settings settings;
  ASSERT_TRUE(
      GoodputField().set(std::vector<std::string>{"time_to_first_token:100 inter_token_latency:3.40"}, settings).ok());
  EXPECT_THAT(GoodputField().get(settings), ElementsAre("time_to_first_token:100", "inter_token_latency:3.4"));
}

TEST(LabelFieldTest, SplitsAtTheFirstEqualsSign) {
  Settings settings;
  ASSERT_TRUE(LabelField().set(std::vector<std::string>{"a=b=c"}, settings).ok());
  EXPECT_EQ(settings.plan.output.labels[0], (std::pair<std::string, std::string>("a", "b=c")));
  EXPECT_EQ(Fault(LabelField(), {"a"}), "must be key=value, got 'a'");
}

}  // namespace
}  // namespace barrage
