#include "coordinator/metrics/metric_catalog.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "coordinator/plan/metric_name.h"

namespace barrage {
namespace {

TEST(MetricCatalogTest, EveryRowIsWhole) {
  std::set<absl::string_view> tags;
  for (const MetricRow& row : MetricCatalog()) {
    EXPECT_TRUE(tags.insert(row.tag).second) << row.tag << " stands twice";
    EXPECT_FALSE(row.title.empty()) << row.tag;
    EXPECT_FALSE(row.unit.empty()) << row.tag;
    EXPECT_FALSE(row.formula.empty()) << row.tag;
    EXPECT_FALSE(row.absent_when.empty()) << row.tag;
    EXPECT_EQ(row.system != nullptr, row.kind == MetricKind::kSystem) << row.tag;
    EXPECT_EQ(row.value == nullptr, row.kind == MetricKind::kSystem) << row.tag;
    EXPECT_EQ(row.unit == "ms", row.scale == 1'000'000 && row.unit[0] == 'm') << row.tag;
    EXPECT_TRUE(row.elapsed == nullptr || row.latency) << row.tag;
  }
}

TEST(MetricCatalogTest, TheConsoleShowsGenaiPerfsRowsInItsOrder) {
  std::vector<std::string> shown;
  for (const MetricRow& row : MetricCatalog()) {
    if (row.console) shown.emplace_back(row.tag);
  }
  EXPECT_EQ(shown,
            (std::vector<std::string>{"time_to_first_token", "time_to_second_token", "request_latency",
                                      "inter_token_latency", "output_token_throughput_per_user",
                                      "output_sequence_length", "input_sequence_length", "output_token_throughput",
                                      "request_throughput", "input_throughput", "goodput", "request_count"}));
}

TEST(MetricCatalogTest, HasWhatThresholdsMayNameInTheSameUnit) {
  for (const MetricName& name : MetricNames()) {
    const MetricRow* const row = FindMetricRow(name.tag);
    ASSERT_NE(row, nullptr) << name.tag;
    EXPECT_EQ(row->unit, name.unit) << name.tag;
    EXPECT_EQ(row->kind == MetricKind::kSystem, name.is_rate) << name.tag;
  }
}

TEST(MetricCatalogTest, FindsByTagAlone) {
  EXPECT_EQ(FindMetricRow("max_stall")->title, "Max Stall");
  EXPECT_EQ(FindMetricRow("ttft"), nullptr);
}

}  // namespace
}  // namespace barrage
