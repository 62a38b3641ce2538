#include "coordinator/compare/comparison.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "coordinator/compare/comparison_text.h"
#include "coordinator/plan/threshold.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// TTFT's avg and p95 with its interval, and a throughput.
std::string Json(double avg, double p95, double low, double high, double throughput) {
  return absl::StrCat(
      R"({"schema_version": "1.0.0", "verdict": "VALID", "definitions": "barrage", "token_source": "usage",
          "plan": "load:\n  concurrency: 4\noutput:\n  artifact_dir: a\n  label:\n    - x=1\n",
          "metrics": {"time_to_first_token": {"title": "Time To First Token", "unit": "ms", "count": 100, "avg": )",
      avg, R"(, "p95": )", p95, R"(, "ci95": {"p95": [)", low, ", ", high,
      R"(], "p99": null}, "error_bound": 0.1}, "goodput": {"title": "Goodput", "unit": "requests/s", "avg": null},
          "request_throughput": {"title": "Request Throughput", "unit": "requests/s", "avg": )",
      throughput, "}}}");
}

ComparedRun Read(const std::string& json) {
  auto run = ReadComparedRun(json);
  EXPECT_TRUE(run.ok()) << run.status();
  return run.ok() ? *std::move(run) : ComparedRun();
}

std::vector<ChangeRule> Rules(const std::vector<std::string>& texts) {
  std::vector<ChangeRule> rules;
  for (const std::string& text : texts) rules.push_back(ReadChangeRule(text).value());
  return rules;
}

TEST(Comparison, SaysWhatChangedAndWhetherItMayBeChance) {
  const Comparison comparison = Compare(Read(Json(10, 20, 18, 22, 50)), Read(Json(11, 25, 23, 27, 45)), {});
  ASSERT_EQ(comparison.changes.size(), 3u);
  EXPECT_EQ(comparison.changes[0].statistic, "avg");
  EXPECT_NEAR(*comparison.changes[0].fraction, 0.1, 1e-12);
  EXPECT_EQ(comparison.changes[0].apart, Apart::kUnknown);
  EXPECT_EQ(comparison.changes[1].statistic, "p95");
  EXPECT_EQ(comparison.changes[1].apart, Apart::kYes);
  EXPECT_EQ(comparison.changes[2].tag, "request_throughput");
  EXPECT_NEAR(*comparison.changes[2].fraction, -0.1, 1e-12);
  EXPECT_TRUE(comparison.passed());
  EXPECT_THAT(comparison.notes, IsEmpty());
  EXPECT_THAT(comparison.only_before, IsEmpty());
  const Comparison overlap = Compare(Read(Json(10, 20, 18, 22, 50)), Read(Json(11, 23, 21, 25, 45)), {});
  EXPECT_EQ(overlap.changes[1].apart, Apart::kNo);
}

TEST(Comparison, BreaksARuleWhoseChangeIsTrue) {
  const ComparedRun a = Read(Json(10, 20, 18, 22, 50)), b = Read(Json(11, 21, 19, 23, 45));
  const auto broken = [&](const char* rule) { return !Compare(a, b, Rules({rule})).passed(); };
  EXPECT_TRUE(broken("ttft.p95>+4.9%"));
  EXPECT_FALSE(broken("ttft.p95>5%"));
  EXPECT_TRUE(broken("ttft.p95>=5%"));
  EXPECT_TRUE(broken("ttft.p95>0.5ms"));
  EXPECT_FALSE(broken("ttft.p95>1ms"));
  EXPECT_TRUE(broken("request_throughput<-9%"));
  EXPECT_FALSE(broken("request_throughput<-10.1%"));
  EXPECT_TRUE(broken("goodput<-50%"));  // neither run has a value
  EXPECT_NEAR(*Compare(a, b, Rules({"ttft>1%"})).results[0].observed, 10, 1e-9);
  const ComparedRun nothing = Read(Json(10, 20, 18, 22, 0));
  EXPECT_TRUE(!Compare(nothing, b, Rules({"request_throughput<-9%"})).passed());  // no percentage of nothing
  EXPECT_TRUE(Compare(nothing, nothing, Rules({"request_throughput<-9%"})).passed());
}

TEST(Comparison, NotesWhatMakesTheNumbersMeanOtherThings) {
  const std::string a = Json(10, 20, 18, 22, 50);
  const std::string b = absl::StrReplaceAll(a, {{"\"usage\"", "\"events\""},
                                                {"VALID", "INVALID"},
                                                {"concurrency: 4", "concurrency: 8"},
                                                {"dir: a", "dir: b"},
                                                {"x=1", "x=2"}});
  const Comparison comparison = Compare(Read(a), Read(b), {});
  EXPECT_THAT(comparison.notes, ElementsAre("tokens were counted by different sources: usage in A, events in B",
                                            "the measurement of B is INVALID"));
  EXPECT_TRUE(comparison.any_invalid);
  EXPECT_THAT(comparison.only_before, ElementsAre("load.concurrency: 4", "output.label: x=1"));
  EXPECT_THAT(comparison.only_after, ElementsAre("load.concurrency: 8", "output.label: x=2"));
}

TEST(Comparison, ReadsWhatTheProgramWrites) {
  std::ifstream file("tests/golden/report/summary.json");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const ComparedRun run = Read(text);
  ASSERT_NE(run.Find("time_to_first_token"), nullptr);
  EXPECT_EQ(run.Find("time_to_first_token")->statistics.at("p99"), 9);
  EXPECT_EQ(run.Find("time_to_first_token")->ranges.at("p95"), std::pair(7.5, 8.5));
  EXPECT_EQ(run.Find("reasoning_token_count"), nullptr);  // it has no value
  const std::string shown = RenderComparison(Compare(run, run, Rules({"ttft.p95>+5%", "ttft.p95<1%"})), "a", "b", 100);
  EXPECT_THAT(shown, HasSubstr("FAIL\n  pass  ttft.p95>+5%  saw +0.00 %\n"
                               "  FAIL  ttft.p95<1%  saw +0.00 %, within the 95 % intervals: may be chance\n"));
  EXPECT_THAT(shown, HasSubstr("Request Throughput"));
  EXPECT_THAT(shown, HasSubstr("overlap"));
}

TEST(Comparison, RefusesWhatIsNoSummary) {
  EXPECT_EQ(ReadComparedRun("{}").status().message(), "no schema_version: not a summary.json");
  EXPECT_EQ(ReadComparedRun(R"({"schema_version": "2.0.0"})").status().message(),
            "written in schema 2.0.0; this program reads 1.x");
  EXPECT_EQ(ReadComparedRun(R"({"schema_version": "1.0.0"})").status().message(), "no metrics in it");
  EXPECT_FALSE(ReadComparedRun("[1, 2]").ok());
  EXPECT_FALSE(ReadComparedRun(R"({"schema_version": "1.0.0", "metrics": {"a": 1}})").ok());
}

}  // namespace
}  // namespace barrage
