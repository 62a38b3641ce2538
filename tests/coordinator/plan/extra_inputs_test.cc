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

TEST(ExtraInputsTest, AnObjectWinsOverWhatStandsBeforeIt) {
  EXPECT_EQ(Read({"a:1", "b:2", R"({"a":3})"}), R"({"a":3,"b":2})");
}

TEST(ExtraInputsTest, ANameAloneIsNull) { EXPECT_EQ(Read({"logprobs"}), R"({"logprobs":null})"); }

TEST(ExtraInputsTest, NumbersMayBeNegativeOrHaveAnExponent) {
  EXPECT_EQ(Read({"a:-1", "b:-0.5", "c:.5", "d:1e3", "e:nan", "f:007", "g:TRUE"}),
            R"({"a":-1,"b":-0.5,"c":0.5,"d":1000.0,"e":"nan","f":7,"g":true})");
}

TEST(ExtraInputsTest, OfNothingIsNothing) { EXPECT_EQ(Read({}), ""); }

TEST(ExtraInputsTest, ReadsItsOwnText) {
  const std::string json = Read({"a:1.5", "b:x", "c:true"});
  EXPECT_EQ(Read({json}), json);
}

TEST(ExtraInputsTest, SaysWhatIsWrong) {
  EXPECT_EQ(Read({":1"}), "must be key:value, key or a JSON object, got ':1'");
  EXPECT_EQ(Read({"a:"}), "must be key:value, key or a JSON object, got 'a:'");
  EXPECT_EQ(Read({"a:1", "a:2"}), "gives 'a' twice");
  EXPECT_EQ(Read({"{\"a\":"}), "is not JSON at byte 5: Invalid value.");
}

}  // namespace
}  // namespace barrage
