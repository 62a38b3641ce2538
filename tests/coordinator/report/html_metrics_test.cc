#include "coordinator/report/html_metrics.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/coordinator/report/sample_summary.h"

namespace barrage {
namespace {

using testing::HasSubstr;
using testing::Not;

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

Metric Named(const std::string& tag) {
  Metric metric;
  metric.tag = metric.title = tag;
  metric.unit = "ms";
  return metric;
}

TEST(HtmlMetrics, ShowsEachMetricOnce) {
  const Summary summary = SampleSummary();
  const std::string html = MetricTables(summary.metrics);
  for (const Metric& metric : summary.metrics) {
    EXPECT_EQ(CountOf(html, "title=\"" + metric.tag + "\""), 1u) << metric.tag;
  }
}

TEST(HtmlMetrics, FoldsAwayWhatDoesNotApplyAndSaysWhy) {
  Metric absent = Named("schedule_lag"), seen = Named("latency");
  absent.absent_reason = "closed loop: there is no <intended> time";
  seen.value.emplace().avg = 12.5;
  const std::string html = MetricTables({absent, seen});
  EXPECT_LT(html.find("title=\"latency\""), html.find("<details>"));
  EXPECT_GT(html.find("title=\"schedule_lag\""), html.find("<details><summary>1 metrics"));
  EXPECT_THAT(html, HasSubstr("there is no &lt;intended&gt; time"));
}

TEST(HtmlMetrics, SaysWhereAPercentileHasNoInterval) {
  Metric metric = Named("latency");
  Distribution& value = metric.value.emplace();
  value.percentiles[4] = 3;
  value.ci95[4] = {2.25, 4.5};
  EXPECT_THAT(MetricTables({metric}),
              testing::AllOf(HasSubstr("3.00<span class=\"ci\">2.25 – 4.50"), HasSubstr("no interval")));
}

TEST(HtmlMetrics, PutsSingleNumbersApart) {
  Metric metric = Named("throughput");
  metric.is_rate = true;
  metric.value.emplace().avg = 1234.5;
  const std::string html = MetricTables({metric});
  EXPECT_THAT(html, HasSubstr("<td>1,234.50</td></tr>"));
  EXPECT_THAT(html, Not(HasSubstr("p99")));
}

TEST(HtmlMetrics, FailuresCountAsTheWorstBesideTheRest) {
  Summary summary = SampleSummary();
  EXPECT_THAT(FailureTable(summary), HasSubstr("title=\"time_to_first_token\""));
  EXPECT_THAT(FailureTable(summary), HasSubstr("<td>1,240</td><td>20.00</td>"));
  summary.error_rate = 0;
  EXPECT_EQ(FailureTable(summary), "");
}

TEST(HtmlMetrics, NamesAWindowAndItsTimes) {
  WindowSummary window{
      .name = "steady", .from_ns = 250'000'000, .to_ns = 9'500'000'000, .dip_fraction = 0.125, .metrics = {}};
  EXPECT_THAT(WindowTables(window), HasSubstr("“steady”: 0.25 s to 9.50 s, 12.5 % of it below its load"));
}

}  // namespace
}  // namespace barrage
