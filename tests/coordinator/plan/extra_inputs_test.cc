#include "coordinator/plan/extra_inputs.h"

#include <vector>

#include "gtest/gtest.h"

namespace barrage {
namespace {

std::string Read(std::vector<std::string> texts) {
  const auto json = ReadExtraInputs(texts);
  return json.ok() ? *json : std::string(json.status().message());
}

TEST(ExtraInputsTest, CoercesValues) {
  EXPECT_EQ(Read({"ignore_eos:true", "min_tokens:5", "temperature:0.7", "user:me"}),
            R"({"ignore_eos":true,"min_tokens":5,"temperature":0.7,"user":"me"})");
}

TEST(ExtraInputsTest, KeepsWhatFollowsTheFirstColon) { EXPECT_EQ(Read({"stop:a:b"}), R"({"stop":"a:b"})"); }

TEST(ExtraInputsTest, AddsTheMembersOfAnObject) {
  EXPECT_EQ(Read({R"({"logit_bias":{"1":-100}})", "seed:7"}), R"({"logit_bias":{"1":-100},"seed":7})");
}

TEST(ExtraInputsTest, TheLastOfANameWins) { EXPECT_EQ(Read({"a:1", "b:2", R"({"a":3})"}), R"({"a":3,"b":2})"); }

TEST(ExtraInputsTest, OfNothingIsNothing) { EXPECT_EQ(Read({}), ""); }

TEST(ExtraInputsTest, ReadsItsOwnText) {
  const std::string json = Read({"a:1.5", "b:x", "c:true"});
  EXPECT_EQ(Read({json}), json);
}

TEST(ExtraInputsTest, SaysWhatIsWrong) {
  EXPECT_EQ(Read({"nothing"}), "must be key:value or a JSON object, got 'nothing'");
  EXPECT_EQ(Read({"{\"a\":"}), "is not JSON at byte 5: Invalid value.");
}

}  // namespace
}  // namespace barrage
