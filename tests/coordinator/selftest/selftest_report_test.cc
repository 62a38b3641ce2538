#include "coordinator/selftest/selftest_report.h"

#include "common/json/parse_json.h"
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

}  // namespace
}  // namespace barrage
