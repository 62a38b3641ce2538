#include "coordinator/metrics/server_metrics.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kSecond = 1'000'000'000;
constexpr size_t kP50 = 4;
constexpr char kUrl[] = "http://h:1/metrics";

class ServerMetricsTest : public testing::Test {
 protected:
  // A scrape after so many seconds; names only where they are given.
  wire::Scrape& Add(int64_t at_s, std::vector<std::string> names, std::vector<double> values,
                    const std::string& url = kUrl) {
    wire::Scrape& scrape = facts_.scrapes.emplace_back();
    scrape.set_at_ns(at_s * kSecond);
    scrape.set_url(url);
    scrape.mutable_names()->Assign(names.begin(), names.end());
    scrape.mutable_values()->Assign(values.begin(), values.end());
    return scrape;
  }
  ServerView View(int64_t t0_s, int64_t end_s) {
    return SummarizeScrapes(facts_, {.t0_ns = t0_s * kSecond, .end_ns = end_s * kSecond});
  }

  RunFacts facts_;
};

TEST_F(ServerMetricsTest, WeighsALevelByTheTimeItHeld) {
  // Before t0 = 10 it was 4; then 8 from 11 to 14, 0 from 14 to the end at 20: (1·4 + 3·8 + 6·0) / 10.
  Add(9, {"g"}, {4});
  Add(11, {}, {8});
  Add(14, {}, {0});
  Add(21, {}, {1000});
  const ServerView view = View(10, 20);
  const Distribution& level = *view.series.at("g").level;
  EXPECT_DOUBLE_EQ(level.avg, 2.8);
  EXPECT_EQ(level.min, 0);
  EXPECT_EQ(level.max, 8);  // what came after the end counts for nothing
  EXPECT_EQ(level.count, 3);
  EXPECT_EQ(level.percentiles[kP50], 4);
  // E[x²] = (16 + 3·64)/10 = 20.8; 20.8 − 2.8² = 12.96.
  EXPECT_NEAR(level.std, 3.6, 1e-12);
  EXPECT_FALSE(view.series.at("g").growth.has_value());
}

TEST_F(ServerMetricsTest, MeasuresACountersGrowthAroundTheRun) {
  Add(2, {"c_total"}, {50}).add_counters(0);
  Add(9, {}, {100});
  Add(15, {}, {160});
  Add(21, {}, {340});
  Add(30, {}, {9000});
  const ServerGrowth growth = *View(10, 20).series.at("c_total").growth;
  EXPECT_EQ(growth.growth, 240);  // from 9 s to 21 s
  EXPECT_DOUBLE_EQ(*growth.per_s, 20);
  EXPECT_EQ(growth.from_ns, -kSecond);
  EXPECT_EQ(growth.to_ns, 11 * kSecond);
  EXPECT_EQ(growth.readings, 3);
}

TEST_F(ServerMetricsTest, CountsOnFromZeroAfterARestart) {
  Add(0, {"c_total"}, {100}).add_counters(0);
  Add(5, {}, {130});
  Add(10, {}, {7});
  EXPECT_EQ(View(0, 10).series.at("c_total").growth->growth, 37);
}

TEST_F(ServerMetricsTest, FollowsNamesThatChange) {
  Add(0, {"a", "b"}, {1, 2});
  Add(1, {"b", "new", "a"}, {4, 9, 3});
  Add(2, {}, {6, 9, 5});
  const ServerView view = View(0, 3);
  EXPECT_DOUBLE_EQ(view.series.at("a").level->avg, 3);
  EXPECT_DOUBLE_EQ(view.series.at("b").level->avg, 4);
  EXPECT_DOUBLE_EQ(view.series.at("new").level->avg, 9);
}

TEST_F(ServerMetricsTest, CountsFaultsAndGoesOn) {
  Add(0, {"a"}, {1});
  Add(1, {}, {}).set_fault("HTTP 503");
  Add(2, {}, {3});
  const ServerView view = View(0, 4);
  ASSERT_EQ(view.pages.size(), 1u);
  EXPECT_EQ(view.pages[0].scrapes, 3);
  EXPECT_EQ(view.pages[0].faults, 1);
  EXPECT_EQ(view.pages[0].first_fault, "HTTP 503");
  EXPECT_DOUBLE_EQ(view.series.at("a").level->avg, 2);
}

TEST_F(ServerMetricsTest, TellsPagesApartByInstance) {
  Add(0, {"a", "b{x=\"1\"}"}, {1, 2});
  Add(0, {"a", "b{}"}, {3, 4}, "https://other/metrics");
  std::vector<std::string> names;
  for (const auto& [name, series] : View(0, 1).series) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("a{instance=\"h:1\"}", "a{instance=\"other\"}", "b{instance=\"other\"}",
                                 "b{x=\"1\",instance=\"h:1\"}"));
}

TEST_F(ServerMetricsTest, FindsTheSameFigureUnderEachEnginesName) {
  Add(0,
      {"vllm:num_requests_running{engine=\"0\"}", "vllm:num_requests_running{engine=\"1\"}",
       "vllm:kv_cache_usage_perc{engine=\"0\"}", "vllm:kv_cache_usage_perc{engine=\"1\"}",
       "vllm:generation_tokens_total{engine=\"0\"}"},
      {3, 5, 0.2, 0.6, 100})
      .add_counters(4);
  Add(10, {}, {3, 5, 0.2, 0.6, 350});
  Add(0,
      {"nv_trt_llm_request_metrics{request_type=\"waiting\"}", "nv_trt_llm_request_metrics{request_type=\"active\"}"},
      {7, 2}, "http://t:8002/metrics");
  const ServerView view = View(0, 10);
  ASSERT_EQ(view.figures.size(), 5u);
  EXPECT_EQ(view.figures[0].tag, "requests_running");
  EXPECT_DOUBLE_EQ(view.figures[0].value.level->avg, 8);
  EXPECT_EQ(view.figures[1].tag, "kv_cache_usage");
  EXPECT_DOUBLE_EQ(view.figures[1].value.level->avg, 0.4);
  EXPECT_EQ(view.figures[2].tag, "generation_tokens");
  EXPECT_EQ(view.figures[2].value.growth->growth, 250);
  EXPECT_EQ(view.figures[3].url, "http://t:8002/metrics");
  EXPECT_EQ(view.figures[3].value.level->avg, 2);
  EXPECT_EQ(view.figures[4].tag, "requests_waiting");
  EXPECT_EQ(view.figures[4].value.level->avg, 7);
}

TEST_F(ServerMetricsTest, TakesWhatALogMayHold) {
  Add(0, {}, {1, 2});  // values without names
  Add(1, {"a"}, {});
  Add(2, {"a"}, {std::numeric_limits<double>::quiet_NaN()}).add_counters(99);
  EXPECT_TRUE(View(0, 10).series.empty());
  EXPECT_TRUE(SummarizeScrapes(RunFacts(), {}).pages.empty());
}

TEST_F(ServerMetricsTest, TellsOfEachGpuInGenaiPerfsUnits) {
  Add(0,
      {R"(DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-a"})", R"(DCGM_FI_DEV_POWER_USAGE{gpu="1",UUID="GPU-b"})",
       R"(DCGM_FI_DEV_FB_TOTAL{gpu="0"})", R"(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0"})",
       R"(DCGM_FI_DEV_MEMORY_TEMP{gpu="0"})", R"(DCGM_FI_PROF_SM_ACTIVE{gpu="0",GPU_I_ID="7"})", "other"},
      {200, 50, 81559, 4e12, 9223372036854775794.0, 0.25, 1})
      .add_counters(3);
  Add(5, {}, {300, 50, 81559, 5e12, 9223372036854775794.0, 0.75, 1});
  const std::vector<GpuFigure> gpus = View(0, 10).gpus;
  ASSERT_EQ(gpus.size(), 5u);
  EXPECT_EQ(gpus[0].tag, "gpu_power_usage");
  EXPECT_EQ(gpus[0].gpu, "0");
  EXPECT_EQ(gpus[0].unit, "W");
  EXPECT_DOUBLE_EQ(gpus[0].value.avg, 250);
  EXPECT_DOUBLE_EQ(gpus[0].value.max, 300);
  EXPECT_EQ(gpus[1].gpu, "1");
  EXPECT_EQ(gpus[2].tag, "energy_consumption");
  EXPECT_DOUBLE_EQ(gpus[2].value.max, 5000);  // 5·10¹² mJ
  EXPECT_EQ(gpus[3].tag, "total_gpu_memory");
  EXPECT_TRUE(gpus[3].is_constant);
  EXPECT_NEAR(gpus[3].value.avg, 85.52, 0.005);  // 81,559 MiB · 1.048576 / 1000
  EXPECT_EQ(gpus[4].tag, "sm_utilization");
  EXPECT_EQ(gpus[4].gpu, "0:7");
  EXPECT_DOUBLE_EQ(gpus[4].value.avg, 50);
}

TEST_F(ServerMetricsTest, TellsGpusOfTwoHostsApart) {
  Add(0, {"vllm:num_requests_running"}, {1});
  Add(0, {R"(DCGM_FI_DEV_GPU_UTIL{gpu="0"})"}, {10}, "http://n1:9400/metrics");
  ASSERT_EQ(View(0, 1).gpus.size(), 1u);
  EXPECT_EQ(View(0, 1).gpus[0].gpu, "0");
  Add(0, {R"(nv_gpu_utilization{gpu_uuid="GPU-x"})"}, {0.5}, "http://n2:8002/metrics");
  const std::vector<GpuFigure> gpus = View(0, 1).gpus;
  ASSERT_EQ(gpus.size(), 2u);
  EXPECT_EQ(gpus[0].gpu, "n1:9400/0");
  EXPECT_EQ(gpus[1].gpu, "n2:8002/GPU-x");
  EXPECT_DOUBLE_EQ(gpus[1].value.avg, 50);
}

}  // namespace
}  // namespace barrage
