#include "coordinator/report/result_line.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "tests/coordinator/report/sample_summary.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ResultLineTest, HoldsVerdictLedgerAndHeadlineNumbers) {
  Summary summary;
  summary.run_id = "r1";
  summary.verdict = Verdict::kDegraded;
  summary.exit_code = 99;
  summary.reasons = {{.code = "throttled"}};
  summary.slo_passed = false;
  summary.ledger = {.scheduled = 10, .outcomes = {9, 0, 0, 0, 1}};
  Distribution ttft{.count = 9};
  ttft.percentiles = {1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9};
  summary.metrics = {{.tag = "ttft", .unit = "ms", .console = true, .value = ttft},
                     {.tag = "rps", .unit = "1/s", .is_rate = true, .console = true, .value = Distribution{.avg = 2.5}},
                     {.tag = "gone", .console = true},
                     {.tag = "hidden", .value = ttft}};
  EXPECT_EQ(ResultJson(summary),
            "{\"verdict\":\"DEGRADED\",\"exit_code\":99,\"run_id\":\"r1\",\"run_name\":\"\",\"model\":\"\","
            "\"reasons\":[\"throttled\"],\"slo_passed\":false,\"ledger\":{\"scheduled\":10,\"ok\":9,\"timeout\":1},"
            "\"metrics\":{\"ttft\":{\"unit\":\"ms\",\"p50\":50.0,\"p90\":90.0,\"p99\":99.0},"
            "\"rps\":{\"unit\":\"1/s\",\"avg\":2.5}}}");
}

TEST(ResultLineTest, NeverExceedsTheLimit) {
  Summary summary = SampleSummary();
  EXPECT_THAT(ResultJson(summary), Not(HasSubstr("\"cut\"")));
  for (int i = 0; i < 200; ++i) {
    summary.metrics.push_back(
        {.tag = "metric_" + std::to_string(i), .unit = "ms", .console = true, .value = Distribution{.count = 1}});
    summary.reasons.push_back({.code = std::string(40, 'r')});
  }
  const std::string text = ResultJson(summary);
  EXPECT_LE(text.size(), kResultLimit);
  rapidjson::Document json;
  ASSERT_FALSE(json.Parse(text.c_str()).HasParseError()) << text;
  EXPECT_TRUE(json["cut"].GetBool());
  EXPECT_EQ(text.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace barrage
