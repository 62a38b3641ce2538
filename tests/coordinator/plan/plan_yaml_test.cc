#include "coordinator/plan/plan_yaml.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/rng.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

// Texts with everything that YAML finds special.
std::string OddText(Rng& rng) {
  static constexpr absl::string_view kPieces[] = {"a", "\"", "\\", ": ", "# ", "- ",   "null", "true", "\n", "\t",
                                                  "'", "é",  "{",  "[",  "7",  "日本", " ",    "&",    "*",  "\x01"};
  std::string text = "x";
  for (uint64_t i = rng.Below(8); i > 0; --i) absl::StrAppend(&text, kPieces[rng.Below(std::size(kPieces))]);
  return text;
}

Plan RandomPlan(Rng& rng) {
  Plan plan;
  const auto maybe = [&] { return rng.Below(2) == 0; };
  const auto time = [&] { return absl::Nanoseconds(1 + static_cast<int64_t>(rng.Next() >> 20)); };
  plan.target.models = {OddText(rng), OddText(rng)};
  plan.target.streaming = maybe();
  plan.target.extra_body_json = maybe() ? R"({"a":[1,{"b":"\"c\""}]})" : "";
  plan.target.headers = {{"X-Team", maybe() ? "blue: green" : ""}};
  plan.target.url_strategy = static_cast<UrlStrategy>(rng.Below(3));
  plan.target.idle_reuse = time();
  if (maybe()) plan.target.warm_connections = maybe();
  if (maybe()) plan.load.concurrency = 1 + static_cast<int64_t>(rng.Below(1000));
  if (maybe()) {
    plan.load.request_rate = rng.Uniform() * 1000 + 1e-9;
  } else {
    plan.load.stages = {{rng.Uniform() + 0.1, rng.Uniform() * 1e6, time()}, {3, 3, absl::Seconds(1)}};
  }
  plan.load.arrival = static_cast<ArrivalKind>(rng.Below(3));
  if (plan.load.arrival == ArrivalKind::kGamma) plan.load.arrival_smoothness = rng.Uniform() + 0.01;
  plan.load.duration = time();
  if (maybe()) plan.load.request_count = 1 + static_cast<int64_t>(rng.Below(1000000));
  plan.load.request_timeout = time();
  plan.load.cancellation_rate = rng.Uniform() * 100;
  if (maybe()) plan.dataset.output_tokens_mean = 1 + static_cast<int64_t>(rng.Below(1000));
  if (maybe()) plan.dataset.input_file = OddText(rng);
  if (maybe()) plan.dataset.token_source = TokenSource::kServer;
  if (maybe()) plan.dataset.tokenizer = OddText(rng);
  if (maybe()) plan.dataset.tokenizer_revision = OddText(rng);
  plan.fleet.on_agent_loss = static_cast<OnAgentLoss>(rng.Below(3));
  if (maybe()) plan.fleet.expect_agents = 3;
  if (maybe()) plan.output.run_name = OddText(rng);
  plan.output.labels = {{"k", "v"}};
  plan.output.goodput = {{"time_to_first_token", rng.Uniform() * 1000 + 1}};
  plan.output.strict = maybe();
  plan.seed = rng.Next() >> 1;
  return plan;
}

TEST(PlanYamlTest, RoundTripsExactly) {
  Rng rng(7, "plan_yaml_test");
  for (int i = 0; i < 500; ++i) {
    const std::string yaml = PlanToYaml(RandomPlan(rng));
    const auto back = PlanFromYaml(yaml);
    ASSERT_TRUE(back.ok()) << back.status() << "\n" << yaml;
    ASSERT_EQ(PlanToYaml(*back), yaml);
  }
}

TEST(PlanYamlTest, KeepsTheValuesNotOnlyTheText) {
  Plan plan;
  plan.target.models = {"null", "a: b"};
  plan.load.request_rate = 0.1;
  plan.load.duration = absl::Nanoseconds(1234567890123);
  plan.load.grace = absl::Milliseconds(1500);
  plan.dataset.input_file = "C:\\x\n\"y\"";
  const auto back = PlanFromYaml(PlanToYaml(plan));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->target.models, plan.target.models);
  EXPECT_EQ(back->load.request_rate, 0.1);
  EXPECT_EQ(back->load.duration, plan.load.duration);
  EXPECT_EQ(back->load.grace, plan.load.grace);
  EXPECT_EQ(back->dataset.input_file, plan.dataset.input_file);
  EXPECT_FALSE(back->load.concurrency.has_value());
  EXPECT_FALSE(back->load.request_count.has_value());
}

TEST(PlanYamlTest, HoldsNoSecret) {
  Plan plan;
  plan.target.urls = {"https://user:hunter2@host:8443/v1", "localhost:8000"};
  plan.target.headers = {{"Authorization", "Bearer hunter2"}, {"X-API-Key", "hunter2"}, {"X-Team", "blue"}};
  plan.load.concurrency = 1;
  plan.load.request_count = 10;
  const std::string yaml = PlanToYaml(plan);
  EXPECT_FALSE(absl::StrContains(yaml, "hunter2")) << yaml;
  EXPECT_TRUE(absl::StrContains(yaml, R"(url: ["https://[redacted]@host:8443/v1", "localhost:8000"])")) << yaml;
  EXPECT_TRUE(absl::StrContains(yaml, R"(["Authorization: [redacted]", "X-API-Key: [redacted]", "X-Team: blue"])"));
  const auto back = PlanFromYaml(yaml);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(PlanToYaml(*back), yaml);
}

TEST(PlanYamlTest, FillsInTheDefaultCount) {
  EXPECT_EQ(PlanFromYaml("")->load.request_count, 10);
  EXPECT_EQ(PlanFromYaml("concurrency: 64")->load.request_count, 128);
  EXPECT_EQ(PlanFromYaml("load: {concurrency: 64, benchmark_duration: 5}")->load.request_count, std::nullopt);
  EXPECT_EQ(PlanFromYaml("load: {stage: ['10@30', '10-20@1m']}")->load.duration, absl::Seconds(90));
}

}  // namespace
}  // namespace barrage
