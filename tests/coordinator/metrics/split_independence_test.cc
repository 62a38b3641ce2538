// What a Summary says depends on the records alone: not on their order, nor on how they are spread over agents.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "common/base/rng.h"
#include "coordinator/metrics/summarize.h"
#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

// A run with everything in it: open loop, failures, cut and resent requests, reasoning, coalesced events.
std::vector<RequestRecord> ManyRecords(int count) {
  Rng rng(11, "records");
  std::vector<RequestRecord> records;
  for (int i = 0; i < count; ++i) {
    double at = i * 3 + rng.Uniform();
    RecordBuilder builder(i);
    builder.Intended(i * 3).Dispatched(at).Sent(at + 0.2);
    at += 20 + 30 * rng.Uniform();
    builder.FirstByte(at);
    const int tokens = 2 + static_cast<int>(rng.Below(20));
    for (int t = 0; t < tokens; ++t) {
      StreamEvent event;
      event.at_ns = RecordBuilder::At(at += 10 * rng.Uniform());
      event.kernel_stamped = rng.Below(10) > 0;
      event.coalesced = rng.Below(50) == 0;
      event.lateness_ns = static_cast<int64_t>(rng.Below(400)) * 1000;
      event.kind = rng.Below(4) == 0 ? EventKind::kReasoning : EventKind::kContent;
      builder.Event(event);
    }
    builder.Usage(100 + i % 7, tokens).End(at + 1);
    if (i % 17 == 3) builder.With(Outcome::kStreamError).Changed([](RequestRecord& r) { r.error = "reset"; });
    if (i % 29 == 5) builder.With(Outcome::kCancelledAtEnd);
    if (i % 31 == 7) builder.Changed([](RequestRecord& r) { r.resends = 1; });
    records.push_back(builder.Build());
  }
  return records;
}

// All that does not name agents, as text.
std::string Fingerprint(const Summary& summary) {
  std::string text;
  const auto add = [&](double value) { text += std::to_string(value) + "," + std::to_string(value * 1e9) + ";"; };
  const auto add_distribution = [&](const std::optional<Distribution>& value) {
    if (!value) {
      text += "-";
      return;
    }
    for (const double number : {value->avg, value->min, value->max, value->std, double(value->count)}) add(number);
    for (const double number : value->percentiles) add(number);
    for (const auto& interval : value->ci95) {
      add(interval ? interval->first : -1);
      add(interval ? interval->second : -1);
    }
  };
  for (const WindowSummary& window : summary.windows) {
    text += window.name;
    add(static_cast<double>(window.from_ns));
    add(static_cast<double>(window.to_ns));
    for (const Metric& metric : window.metrics) {
      text += "\n" + window.name + " " + metric.tag + metric.note;
      add_distribution(metric.value);
      add_distribution(metric.with_failures);
    }
  }
  for (const int64_t count : summary.ledger.outcomes) add(static_cast<double>(count));
  for (const ErrorClass& error : summary.errors) text += error.message + std::to_string(error.count);
  for (const PeerSummary& peer : summary.peers) add(peer.ttft_p50_ms);
  for (const std::string& note : summary.notes) text += note;
  return text;
}

TEST(SplitIndependenceTest, AnyOrderAndAnySplitGiveTheSameNumbers) {
  const std::vector<RequestRecord> records = ManyRecords(400);
  Plan plan;
  plan.load.request_rate = 333;
  plan.load.request_count = 400;
  SummarizeOptions options;
  options.slice_duration = absl::Milliseconds(300);
  std::string expected;
  std::mt19937 random(5);
  for (const uint32_t agents : {1u, 2u, 3u, 8u}) {
    std::vector<RequestRecord> shuffled = records;
    if (agents > 1) std::shuffle(shuffled.begin(), shuffled.end(), random);
    VectorRunLog log(agents);
    for (const RequestRecord& record : shuffled) log.Add(static_cast<uint32_t>(random() % agents), record);
    const absl::StatusOr<Summary> result = SummarizeWithPlan(log, plan, options);
    ASSERT_TRUE(result.ok()) << result.status();
    const Summary& summary = *result;
    EXPECT_EQ(summary.agents.size(), agents);
    if (expected.empty()) expected = Fingerprint(summary);
    EXPECT_EQ(Fingerprint(summary), expected) << agents << " agents";
  }
  EXPECT_GT(expected.size(), 10'000u);
}

}  // namespace
}  // namespace barrage
