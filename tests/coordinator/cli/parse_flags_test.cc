#include "coordinator/cli/parse_flags.h"

#include <map>

#include "coordinator/plan/option_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<const OptionRow*> AllRows() {
  std::vector<const OptionRow*> rows;
  for (const OptionRow& row : Options()) rows.push_back(&row);
  return rows;
}

struct Parsed {
  ParsedFlags flags;
  std::map<std::string, std::vector<std::string>> texts;
};

Parsed Parse(const std::vector<std::string>& words, bool operands_expected = false) {
  Parsed parsed{ParseFlags(AllRows(), words, operands_expected), {}};
  for (const GivenOption& given : parsed.flags.options) parsed.texts[std::string(NameOf(*given.row))] = given.texts;
  return parsed;
}

TEST(ParseFlagsTest, TakesEverySpelling) {
  const Parsed parsed = Parse({"-m", "gpt2", "--concurrency=4", "--isl", "128", "-p5000", "-v"});
  EXPECT_THAT(parsed.texts.at("model"), ElementsAre("gpt2"));
  EXPECT_THAT(parsed.texts.at("concurrency"), ElementsAre("4"));
  EXPECT_THAT(parsed.texts.at("synthetic-input-tokens-mean"), ElementsAre("128"));
  EXPECT_THAT(parsed.texts.at("measurement-interval"), ElementsAre("5000"));
  EXPECT_THAT(parsed.texts.at("verbose"), ElementsAre("true"));
  EXPECT_THAT(parsed.flags.unknown, IsEmpty());
  EXPECT_THAT(parsed.flags.operands, IsEmpty());
}

TEST(ParseFlagsTest, ListsTakeSeveralValuesAndRepeat) {
  EXPECT_THAT(Parse({"-u", "a", "b", "--url", "c", "--streaming"}).texts.at("url"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Parse({"--goodput", "ttft:1", "itl:2"}).texts.at("goodput"), ElementsAre("ttft:1", "itl:2"));
  EXPECT_THAT(Parse({"--extra-inputs", R"({"logit_bias": {"1": -100}})"}).texts.at("extra-inputs"),
              ElementsAre(R"({"logit_bias": {"1": -100}})"));
}

TEST(ParseFlagsTest, TheLastOfASingleOptionCounts) {
  EXPECT_THAT(Parse({"--concurrency", "1", "--concurrency", "2"}).texts.at("concurrency"), ElementsAre("2"));
  EXPECT_THAT(Parse({"--streaming", "--no-streaming"}).texts.at("streaming"), ElementsAre("false"));
  EXPECT_THAT(Parse({"--no-proxy"}).texts.at("no-proxy"), ElementsAre("true"));
}

TEST(ParseFlagsTest, AFlagMayHaveAWordBehindIt) {
  EXPECT_THAT(Parse({"--streaming", "False"}).texts.at("streaming"), ElementsAre("false"));
  EXPECT_THAT(Parse({"-v", "true", "--streaming=false"}).texts.at("streaming"), ElementsAre("false"));
  EXPECT_THAT(Parse({"-v", "true"}).flags.operands, IsEmpty());
}

TEST(ParseFlagsTest, NegativeNumbersAreValues) {
  const Parsed parsed = Parse({"--concurrency", "-5", "--request-rate", "-.5"});
  EXPECT_THAT(parsed.texts.at("concurrency"), ElementsAre("-5"));
}

TEST(ParseFlagsTest, AMissingValueIsNoValue) {
  const Parsed parsed = Parse({"--concurrency", "--isl"});
  EXPECT_THAT(parsed.texts.at("concurrency"), IsEmpty());
  EXPECT_THAT(parsed.texts.at("synthetic-input-tokens-mean"), IsEmpty());
}

TEST(ParseFlagsTest, KeepsUnknownFlagsWithoutTheirValues) {
  const Parsed parsed = Parse({"--concurency", "4", "--foo=5", "stray"});
  EXPECT_THAT(parsed.flags.unknown, ElementsAre("--concurency", "--foo"));
  EXPECT_THAT(parsed.flags.operands, ElementsAre("stray"));
}

TEST(ParseFlagsTest, OperandsAreNotEatenByLists) {
  const Parsed parsed = Parse({"--assert", "ttft.p99<1", "DIR"}, true);
  EXPECT_THAT(parsed.texts.at("assert"), ElementsAre("ttft.p99<1"));
  EXPECT_THAT(parsed.flags.operands, ElementsAre("DIR"));
}

}  // namespace
}  // namespace barrage
