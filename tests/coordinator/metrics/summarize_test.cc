#include "coordinator/metrics/summarize.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "coordinator/metrics/metric_catalog.h"
#include "coordinator/metrics/outcome_counts.h"
#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

constexpr size_t kP50 = 4;

Plan ClosedLoop(int64_t concurrency, int64_t count) {
  Plan plan;
  plan.load.concurrency = concurrency;
  plan.load.request_count = count;
  return plan;
}

Summary SummaryOf(const VectorRunLog& log, const Plan& plan, const SummarizeOptions& options = {}) {
  absl::StatusOr<Summary> summary = SummarizeWithPlan(log, plan, options);
  EXPECT_TRUE(summary.ok()) << summary.status();
  return std::move(summary).value();
}

double Avg(const Summary& summary, const std::string& tag) {
  const Metric* const metric = summary.Find(tag);
  if (metric == nullptr || !metric->value) {
    ADD_FAILURE() << tag << " is absent";
    return -1;
  }
  return metric->value->avg;
}

// Two requests one after the other on one slot, a third beside them on another:
//   0: dispatched 0, tokens 50 60 80, ends 90       TTFT 50, ITL (80 − 50)/2 = 15
//   1: dispatched 100, tokens 130 140, ends 150     TTFT 30, ITL 10
//   2: dispatched 0, tokens 100 110 120 200, ends 200   TTFT 100, ITL 100/3
VectorRunLog ThreeRequests() {
  VectorRunLog log;
  log.Add(RecordBuilder(0).Dispatched(0).Content({50, 60, 80}).Usage(10, 3).End(90).Build());
  log.Add(RecordBuilder(1).Dispatched(100).Content({130, 140}).Usage(20, 2).End(150).Build());
  log.Add(RecordBuilder(2).Dispatched(0).Content({100, 110, 120, 200}).Usage(30, 4).End(200).Build());
  return log;
}

TEST(SummarizeTest, ComputesTheHeadline) {
  const Summary summary = SummaryOf(ThreeRequests(), ClosedLoop(2, 3));
  EXPECT_EQ(summary.token_source, "usage");
  EXPECT_EQ(Avg(summary, "time_to_first_token"), 60);
  EXPECT_EQ(summary.Find("time_to_first_token")->value->percentiles[kP50], 50);
  EXPECT_EQ(Avg(summary, "request_latency"), (80.0 + 40 + 200) / 3);
  EXPECT_EQ(Avg(summary, "output_sequence_length"), 3);
  EXPECT_EQ(Avg(summary, "input_sequence_length"), 20);
  EXPECT_EQ(Avg(summary, "benchmark_duration"), 0.2);
  EXPECT_EQ(Avg(summary, "output_token_throughput"), 45);  // 9 in 0.2 s
  EXPECT_EQ(Avg(summary, "total_token_throughput"), 345);  // 69 in 0.2 s
  EXPECT_EQ(Avg(summary, "request_throughput"), 15);
  EXPECT_EQ(Avg(summary, "request_count"), 3);
  EXPECT_EQ(Avg(summary, "concurrency"), (90.0 + 50 + 200) / 200);
  EXPECT_EQ(Avg(summary, "concurrency_max"), 2);
  EXPECT_EQ(Avg(summary, "concurrency_asked"), 2);
  // Gaps: 10 20 | 10 | 10 10 80.
  EXPECT_EQ(summary.Find("inter_chunk_latency")->value->count, 6);
  EXPECT_NEAR(Avg(summary, "inter_chunk_latency"), 140.0 / 6, 1e-12);
  EXPECT_EQ(summary.Find("token_gap")->note, "events");
  EXPECT_EQ(Avg(summary, "max_stall"), (20.0 + 10 + 80) / 3);
  EXPECT_FALSE(summary.Find("ttft_from_schedule")->value.has_value());
  EXPECT_EQ(summary.Find("ttft_from_schedule")->absent_reason, "closed loop: there is no intended time");
}

TEST(SummarizeTest, ACleanRunIsValid) {
  const Summary summary = SummaryOf(ThreeRequests(), ClosedLoop(2, 3));
  EXPECT_EQ(summary.verdict, Verdict::kValid) << (summary.reasons.empty() ? "" : summary.reasons[0].code);
  EXPECT_EQ(summary.exit_code, 0);
  EXPECT_EQ(summary.ledger.scheduled, 3);
  EXPECT_EQ(summary.error_rate, 0);
  EXPECT_FALSE(summary.slo_passed.has_value());
  EXPECT_FALSE(summary.warmup_ledger.has_value());
  ASSERT_EQ(summary.agents.size(), 1u);
  EXPECT_EQ(summary.agents[0].ledger, summary.ledger);
}

TEST(SummarizeTest, CountsFailuresInTheDurationAndNotInTheThroughput) {
  VectorRunLog log = ThreeRequests();
  log.Add(RecordBuilder(3).Dispatched(0).End(400).With(Outcome::kTimeout).Build());
  const Summary summary = SummaryOf(log, ClosedLoop(3, 4));
  EXPECT_EQ(Avg(summary, "benchmark_duration"), 0.4);
  EXPECT_EQ(Avg(summary, "request_throughput"), 7.5);
  EXPECT_EQ(Avg(summary, "error_request_count"), 1);
  EXPECT_EQ(Avg(summary, "error_rate"), 0.25);
  EXPECT_EQ(Avg(summary, "timeout_count"), 1);
  EXPECT_EQ(summary.error_rate, 0.25);
  EXPECT_EQ(summary.Find("request_latency")->with_failures->max, 400);
  ASSERT_EQ(summary.errors.size(), 1u);
  EXPECT_EQ(summary.errors[0].outcome, Outcome::kTimeout);
}

TEST(SummarizeTest, WhatWasSentAgainIsInNoLatencyTable) {
  VectorRunLog log = ThreeRequests();
  log.Add(RecordBuilder(3)
              .Dispatched(0)
              .Content({900, 990})
              .Usage(10, 2)
              .End(999)
              .Changed([](RequestRecord& record) { record.resends = 1; })
              .Build());
  const Summary summary = SummaryOf(log, ClosedLoop(3, 4));
  EXPECT_EQ(Avg(summary, "request_count"), 4);
  EXPECT_EQ(summary.Find("time_to_first_token")->value->count, 3);
  EXPECT_EQ(summary.Find("inter_chunk_latency")->value->count, 6);
  EXPECT_EQ(summary.Find("token_gap")->value->count, 6);
  EXPECT_EQ(summary.Find("max_stall")->value->max, 80);
}

TEST(SummarizeTest, LeavesTheWarmupOut) {
  VectorRunLog log = ThreeRequests();
  log.Add(RecordBuilder(-1).Dispatched(-400).Content({-100, -50}).Usage(1, 2).End(-50).Build());
  Plan plan = ClosedLoop(2, 3);
  plan.load.warmup_request_count = 1;
  const Summary summary = SummaryOf(log, plan);
  EXPECT_EQ(Avg(summary, "request_count"), 3);
  EXPECT_EQ(Avg(summary, "benchmark_duration"), 0.2);
  EXPECT_EQ(Avg(summary, "time_to_first_token"), 60);
  ASSERT_TRUE(summary.warmup_ledger.has_value());
  EXPECT_EQ(summary.warmup_ledger->scheduled, 1);
  EXPECT_EQ(CountIn(summary.warmup_ledger->outcomes, Outcome::kOk), 1);
  EXPECT_EQ(summary.ledger.scheduled, 3);
  EXPECT_EQ(summary.verdict, Verdict::kValid);
}

TEST(SummarizeTest, OneAnswerWithoutUsageMakesEventsTheSource) {
  VectorRunLog log = ThreeRequests();
  log.Add(RecordBuilder(3).Dispatched(0).Content({10, 20}).End(30).Build());
  const Summary summary = SummaryOf(log, ClosedLoop(3, 4));
  EXPECT_EQ(summary.token_source, "events");
  EXPECT_EQ(Avg(summary, "output_sequence_length"), 11.0 / 4);
  EXPECT_FALSE(summary.Find("input_sequence_length")->value.has_value());
  EXPECT_FALSE(summary.Find("total_token_throughput")->value.has_value());
}

TEST(SummarizeTest, TokenGapsAreZeroForFurtherTokensOfAnEvent) {
  VectorRunLog log;
  log.Add(RecordBuilder(0)
              .Dispatched(0)
              .Event(10, EventKind::kContent, 1)
              .Event(40, EventKind::kContent, 3)
              .Usage(1, 4)
              .End(50)
              .Build());
  const Summary summary = SummaryOf(log, ClosedLoop(1, 1));
  EXPECT_EQ(summary.Find("token_gap")->note, "");
  EXPECT_EQ(summary.Find("token_gap")->value->count, 3);
  EXPECT_EQ(Avg(summary, "token_gap"), 10);
  EXPECT_EQ(Avg(summary, "inter_chunk_latency"), 30);
}

TEST(SummarizeTest, OtherToolsReadTheSameFactsDifferently) {
  VectorRunLog log;
  log.Add(RecordBuilder(0).Dispatched(0).Event(2, EventKind::kRole).Content({50, 60, 90}).Usage(1, 6).End(100).Build());
  log.Add(RecordBuilder(1).Dispatched(0).End(200).With(Outcome::kTimeout).Build());
  const Plan plan = ClosedLoop(2, 2);
  const auto with = [&](const char* name) {
    SummarizeOptions options;
    options.definitions = name;
    return SummaryOf(log, plan, options);
  };
  EXPECT_EQ(Avg(with("barrage"), "time_to_first_token"), 50);
  EXPECT_EQ(Avg(with("vllm"), "time_to_first_token"), 2);
  EXPECT_EQ(Avg(with("barrage"), "inter_token_latency"), 8);             // 40/5
  EXPECT_EQ(with("vllm").Find("inter_token_latency")->value->count, 3);  // 48, 10, 30
  EXPECT_NEAR(Avg(with("vllm"), "inter_token_latency"), 88.0 / 3, 1e-12);
  EXPECT_EQ(Avg(with("guidellm"), "request_latency"), 100);
  EXPECT_EQ(Avg(with("barrage"), "request_latency"), 90);
  EXPECT_EQ(Avg(with("barrage"), "request_throughput"), 5);                    // 1 in 0.2 s
  EXPECT_NEAR(Avg(with("genai-perf"), "request_throughput"), 2 / 0.09, 1e-9);  // both, to the last text
  EXPECT_NEAR(Avg(with("aiperf"), "request_throughput"), 1 / 0.09, 1e-9);      // the ok one, to its last content
  EXPECT_EQ(with("vllm").definitions, "vllm");
  EXPECT_EQ(with("vllm").notes[0].substr(0, 32), "numbers as vllm defines them: TT");
  EXPECT_FALSE(with("barrage").Find("time_per_output_token")->value.has_value());
  EXPECT_NEAR(Avg(with("vllm"), "time_per_output_token"), 88.0 / 5, 1e-9);  // (90 − 2)/(6 − 1)
  EXPECT_EQ(Avg(with("guidellm"), "time_per_output_token"), 15);            // 90/6
  EXPECT_EQ(Avg(with("guidellm"), "inter_token_latency"), 8);  // 40/5: to the last token, not the stream's end

  SummarizeOptions unknown;
  unknown.definitions = "locust";
  EXPECT_EQ(SummarizeWithPlan(log, plan, unknown).status().message(),
            "no definitions called 'locust': there are barrage, genai-perf, aiperf, vllm, guidellm");
}

TEST(SummarizeTest, AWindowHasTheRequestsThatStartedInItAndTheTokensThatCame) {
  SummarizeOptions options;
  options.window = ReadWindowChoice("0.09:0.19").value();
  const Summary summary = SummaryOf(ThreeRequests(), ClosedLoop(2, 3), options);
  // Request 1 alone started in [90, 190). Content events inside: 130 140 of 1, and 100 110 120 of 2 (3 of 4).
  EXPECT_EQ(Avg(summary, "time_to_first_token"), 30);
  EXPECT_EQ(Avg(summary, "request_count"), 1);
  EXPECT_EQ(Avg(summary, "output_token_throughput"), 50);  // (2 + 4·3/4) in 0.1 s
  EXPECT_EQ(Avg(summary, "request_throughput"), 20);       // 0 ended at 90, which is inside, and 1 at 150
}

TEST(SummarizeTest, SlicesAddUpToTheWhole) {
  SummarizeOptions options;
  options.slice_duration = absl::Milliseconds(50);
  const Summary summary = SummaryOf(ThreeRequests(), ClosedLoop(2, 3), options);
  double requests = 0, tokens = 0;
  int slices = 0;
  for (const WindowSummary& window : summary.windows) {
    if (window.name.rfind("slice", 0) != 0) continue;
    ++slices;
    for (const Metric& metric : window.metrics) {
      if (metric.tag == "request_count") requests += metric.value->avg;
      if (metric.tag == "output_token_throughput" && metric.value) tokens += metric.value->avg * 0.05;
    }
  }
  EXPECT_EQ(slices, 4);
  EXPECT_EQ(requests, 3);
  // The last event of request 2, at 200 ms, is where the last slice ends: [150, 200) does not hold it.
  EXPECT_NEAR(tokens, 8, 1e-9);
  EXPECT_EQ(summary.windows[0].name, "whole");
  EXPECT_EQ(summary.windows[1].name, "steady");
}

TEST(SummarizeTest, ASteadyStateThatWasNeverReachedIsSaidSo) {
  SummarizeOptions options;
  options.window = ReadWindowChoice("steady").value();
  const Summary summary = SummaryOf(ThreeRequests(), ClosedLoop(9, 3), options);
  EXPECT_FALSE(summary.Find("time_to_first_token")->value.has_value());
  EXPECT_EQ(summary.Find("time_to_first_token")->absent_reason, "the concurrency that was asked for was never reached");
}

TEST(SummarizeTest, GoodputCountsAndAssertsDecide) {
  Plan plan = ClosedLoop(2, 3);
  plan.output.goodput = {{"time_to_first_token", 60}};
  plan.output.asserts = {{.text = "ttft.avg<60ms", .tag = "time_to_first_token", .statistic = "avg", .limit = 60}};
  const Summary summary = SummaryOf(ThreeRequests(), plan);
  EXPECT_EQ(Avg(summary, "goodput"), 10);  // requests 0 and 1 in 0.2 s
  EXPECT_EQ(Avg(summary, "good_request_fraction"), 2.0 / 3);
  EXPECT_EQ(summary.slo_passed, false);
  EXPECT_EQ(summary.exit_code, 99);
  EXPECT_EQ(summary.verdict, Verdict::kValid);
}

TEST(SummarizeTest, NothingAtAllIsInvalidAndDoesNotFail) {
  VectorRunLog log;
  const Summary summary = SummaryOf(log, ClosedLoop(2, 3));
  EXPECT_EQ(summary.verdict, Verdict::kInvalid);
  EXPECT_EQ(summary.exit_code, 5);
  EXPECT_EQ(CountIn(summary.ledger.outcomes, Outcome::kNotSent), 3);
  EXPECT_EQ(summary.metrics.size(), MetricCatalog().size());
}

}  // namespace
}  // namespace barrage
