#include "coordinator/report/junit.h"
#include "coordinator/report/step_summary.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/coordinator/report/sample_summary.h"
#include "tests/golden/golden.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(JunitTest, HasACaseForTheMeasurementAndOneForEachThreshold) {
  EXPECT_TRUE(IsGolden(JunitXml(SampleSummary()), "tests/golden/report/junit.xml"));
}

TEST(JunitTest, ADegradedRunFailsUnderStrictOnly) {
  Summary summary;
  summary.verdict = Verdict::kDegraded;
  EXPECT_THAT(JunitXml(summary), HasSubstr("failures=\"0\""));
  summary.plan.output.strict = true;
  EXPECT_THAT(JunitXml(summary), HasSubstr("failures=\"1\""));
}

TEST(JunitTest, WhateverTheTextsHoldItStaysXml) {
  Summary summary;
  summary.verdict = Verdict::kInvalid;
  summary.model = "a\"<&>\x01\xff";
  summary.reasons = {{.code = "zero_tokens", .message = "]]>\x1b[31m\xEF\xBF\xBF"}};
  const std::string xml = JunitXml(summary);
  EXPECT_THAT(xml, HasSubstr("name=\"a&quot;&lt;&amp;&gt; \xEF\xBF\xBD\""));
  for (const char c : xml) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
  EXPECT_THAT(xml, Not(HasSubstr("\xEF\xBF\xBF")));
}

TEST(StepSummaryTest, HoldsVerdictThresholdsAndTable) {
  EXPECT_TRUE(IsGolden(StepSummary(SampleSummary()), "tests/golden/report/step_summary.md"));
}

TEST(StepSummaryTest, WithoutASuccessThereIsNoTable) {
  EXPECT_THAT(StepSummary(Summary()), HasSubstr("no request succeeded"));
}

}  // namespace
}  // namespace barrage
