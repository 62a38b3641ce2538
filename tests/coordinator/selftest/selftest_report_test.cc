#include "coordinator/selftest/selftest_report.h"

#include <algorithm>

#include "common/json/parse_json.h"
#include "coordinator/selftest/read_selftest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

std::vector<SelftestResult> Results() {
  SelftestResult good{.level = {.concurrency = 10}, .requests = 5};
  good.ttft = {.count = 5, .mean = 0.03, .std = 0.01, .p50 = 0.03, .p99 = 0.05};
  SelftestResult accused = good;
  accused.level = {.concurrency = 1000};
  accused.verdict = Verdict::kDegraded;
  accused.reasons = {"client_bound"};
  return {good, accused};
}

TEST(SelftestReportTest, SaysUpToWhichLoadToTrust) {
  const std::string text = SelftestText(Results(), 200);
  EXPECT_THAT(text, HasSubstr("DEGRADED client_bound"));
  EXPECT_THAT(text, HasSubstr("0.050"));
  EXPECT_THAT(text, HasSubstr("Trusted to 10 streams.\n"));
  EXPECT_THAT(text, Not(HasSubstr("rate of the ladder")));
  EXPECT_THAT(SelftestText({Results()[1]}, 200), HasSubstr("Not to be trusted at any number of streams"));
}

size_t WidestLine(const std::string& text) {
  size_t widest = 0, columns = 0;
  for (const char c : text) {
    if (c == '\n') {
      widest = std::max(widest, columns);
      columns = 0;
    } else if ((c & 0xc0) != 0x80) {  // not inside a character
      ++columns;
    }
  }
  return widest;
}

TEST(SelftestReportTest, FitsEightyColumnsAndTwoHundredWithEveryNumber) {
  for (const size_t width : {80u, 200u}) {
    const std::string text = SelftestText(Results(), width);
    EXPECT_LE(WidestLine(text), width);
    for (const char* column : {"mean", "spread", "p50", "p99", "coalesced %", "busy %", "CPU cores", "trusted"}) {
      EXPECT_THAT(text, HasSubstr(column)) << width;
    }
  }
}

TEST(SelftestReportTest, JsonHoldsEveryLevel) {
  const auto json = ParseJson(SelftestJson(Results(), {.host = "h", .version = "1", .started_at = "now"}));
  ASSERT_TRUE(json.ok());
  ASSERT_EQ((*json)["levels"].Size(), 2u);
  EXPECT_EQ((*json)["levels"][0]["ttft_error_ms"]["p99"].GetDouble(), 0.05);
  EXPECT_TRUE((*json)["levels"][0]["request_rate"].IsNull());
  EXPECT_STREQ((*json)["levels"][1]["verdict_reasons"][0].GetString(), "client_bound");
  EXPECT_EQ((*json)["trusted_to"]["concurrency"].GetInt(), 10);
  EXPECT_TRUE((*json)["trusted_to"]["request_rate"].IsNull());
}

TEST(SelftestReportTest, WhatWasWrittenIsReadBack) {
  const auto read = ReadSelftest(SelftestJson(Results(), {.host = "h", .version = "1", .started_at = "now"}));
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(SelftestText(*read, 200), SelftestText(Results(), 200));
  EXPECT_EQ((*read)[1].level.concurrency, 1000);
  EXPECT_FALSE(ReadSelftest("{}").ok());
  EXPECT_FALSE(ReadSelftest("[1]").ok());
  EXPECT_FALSE(ReadSelftest(R"({"levels": [7]})").ok());
}

TEST(SelftestReportTest, AFleetIsTrustedAsFarAsItsLeastAgent) {
  SelftestResult further = Results()[0];
  further.level = {.concurrency = 100};
  const std::vector<FleetSelftest> fleet = {{"a", "host-1", {Results()[0], further}}, {"b", "host-2", Results()}};
  const auto json = ParseJson(FleetSelftestJson(fleet, {.host = "h", .version = "1", .started_at = "now"}));
  ASSERT_TRUE(json.ok());
  EXPECT_STREQ((*json)["agents"][1]["id"].GetString(), "b");
  EXPECT_EQ((*json)["agents"][0]["trusted_to"]["concurrency"].GetInt(), 100);
  EXPECT_EQ((*json)["agents"][1]["levels"].Size(), 2u);
  EXPECT_EQ((*json)["trusted_to"]["concurrency"].GetInt(), 10);
  EXPECT_THAT(FleetSelftestText(fleet, 80), HasSubstr("Agent b on host-2\n"));
  EXPECT_THAT(FleetSelftestText(fleet, 80), HasSubstr("Every agent is trusted to 10 streams.\n"));
}

}  // namespace
}  // namespace barrage
