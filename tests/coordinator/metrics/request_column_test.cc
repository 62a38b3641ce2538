#include "coordinator/metrics/request_column.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/fakes/record_builder.h"

namespace barrage {
namespace {

constexpr size_t kP50 = 4;

Metric ColumnOf(absl::string_view tag, const std::vector<RequestRecord>& records) {
  RequestColumn column(*FindMetricRow(tag));
  for (const RequestRecord& record : records) {
    column.Add(ReadFacts(record, AllDefinitions()[0], TokenSource::kServer, nullptr));
  }
  return column.Finish();
}

RequestRecord Ok(int64_t index, double ttft_ms) {
  return RecordBuilder(index).Dispatched(0).Content({ttft_ms, ttft_ms + 10}).Usage(5, 2).End(ttft_ms + 12).Build();
}

RequestRecord Failed(int64_t index, double after_ms) {
  return RecordBuilder(index).Dispatched(0).End(after_ms).With(Outcome::kTimeout).Build();
}

TEST(RequestColumnTest, TakesTheOkRequests) {
  const Metric ttft = ColumnOf("time_to_first_token", {Ok(0, 10), Ok(1, 30), Failed(2, 5)});
  ASSERT_TRUE(ttft.value.has_value());
  EXPECT_EQ(ttft.value->count, 2);
  EXPECT_EQ(ttft.value->avg, 20);
  EXPECT_EQ(ttft.title, "Time To First Token");
  EXPECT_EQ(ttft.unit, "ms");
}

TEST(RequestColumnTest, AFailureCountsAsTheWorstSeen) {
  // The failure waited 5 ms only; the worst seen is 30.
  const Metric ttft = ColumnOf("time_to_first_token", {Ok(0, 10), Ok(1, 30), Failed(2, 5)});
  ASSERT_TRUE(ttft.with_failures.has_value());
  EXPECT_EQ(ttft.with_failures->count, 3);
  EXPECT_EQ(ttft.with_failures->percentiles[kP50], 30);
  EXPECT_EQ(ttft.with_failures->max, 30);
}

TEST(RequestColumnTest, AFailureThatWaitedLongerIsTheWorst) {
  const Metric latency = ColumnOf("request_latency", {Ok(0, 10), Failed(1, 5000), Failed(2, 1)});
  EXPECT_EQ(latency.value->max, 20);
  EXPECT_EQ(latency.with_failures->count, 3);
  EXPECT_EQ(latency.with_failures->percentiles[kP50], 5000);
}

TEST(RequestColumnTest, HowLongAFailureWaitedSaysNothingOfTokens) {
  const Metric itl = ColumnOf("inter_token_latency", {Ok(0, 10), Failed(1, 5000)});
  EXPECT_EQ(itl.with_failures->count, 2);
  EXPECT_EQ(itl.with_failures->max, 10);
}

TEST(RequestColumnTest, ARunOfFailuresAloneHasAWorst) {
  const Metric ttft = ColumnOf("time_to_first_token", {Failed(0, 70)});
  EXPECT_FALSE(ttft.value.has_value());
  EXPECT_EQ(ttft.absent_reason, "not streamed, or no content");
  EXPECT_EQ(ttft.with_failures->max, 70);
}

TEST(RequestColumnTest, ACutRequestStaysInWithTheTimeItHadRun) {
  RequestRecord cut = RecordBuilder(1).Dispatched(0).Content({40, 90}).End(95).With(Outcome::kCancelledAtEnd).Build();
  const Metric latency = ColumnOf("request_latency", {Ok(0, 10), cut});
  EXPECT_EQ(latency.value->count, 1);
  EXPECT_EQ(latency.with_failures->count, 2);
  EXPECT_EQ(latency.with_failures->max, 95);
  // Its first token had come: that is a measurement, not a bound.
  EXPECT_EQ(ColumnOf("time_to_first_token", {Ok(0, 10), cut}).with_failures->max, 40);
}

TEST(RequestColumnTest, ARequestSentTwiceIsInNoLatencyTable) {
  RequestRecord resent = Ok(1, 500);
  resent.resends = 1;
  const Metric ttft = ColumnOf("time_to_first_token", {Ok(0, 10), resent});
  EXPECT_EQ(ttft.value->count, 1);
  EXPECT_EQ(ttft.with_failures->count, 1);
}

TEST(RequestColumnTest, OnlyLatenciesHaveASecondTable) {
  EXPECT_FALSE(ColumnOf("output_sequence_length", {Ok(0, 10), Failed(1, 5)}).with_failures.has_value());
}

}  // namespace
}  // namespace barrage
