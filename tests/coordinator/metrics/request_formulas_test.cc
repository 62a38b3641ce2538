#include "coordinator/metrics/request_formulas.h"

#include <gtest/gtest.h>

#include <optional>

#include "coordinator/metrics/definitions.h"
#include "tests/fakes/record_builder.h"

namespace barrage {
namespace {

using Value = std::optional<int64_t>;

constexpr int64_t kMs = 1'000'000;

// Dispatched at 100 ms, due at 97; tokens at 150, 160, 190; the stream ends at 200. Usage says 5 tokens for a prompt
// of 40.
RecordBuilder Streamed() {
  return RecordBuilder(0)
      .Intended(97)
      .Dispatched(100)
      .Sent(101)
      .FirstByte(150)
      .Content({150, 160, 190})
      .Usage(40, 5)
      .End(200);
}

class RequestFormulasTest : public testing::Test {
 protected:
  RequestFacts FactsOf(const RecordBuilder& builder, const char* definitions = "barrage",
                       TokenSource source = TokenSource::kServer) {
    record_ = builder.Build();
    return ReadFacts(record_, FindDefinitions(definitions).value(), source, nullptr);
  }

  RequestRecord record_;
};

TEST_F(RequestFormulasTest, LatenciesOfAStream) {
  const RequestFacts facts = FactsOf(Streamed());
  EXPECT_EQ(formula::TimeToFirstToken(facts), 50 * kMs);
  EXPECT_EQ(formula::TimeToSecondToken(facts), 10 * kMs);
  EXPECT_EQ(formula::TimeToFirstOutputToken(facts), 50 * kMs);
  EXPECT_EQ(formula::MaxStall(facts), 30 * kMs);
  EXPECT_EQ(formula::RequestLatency(facts), 90 * kMs);
  EXPECT_EQ(formula::StreamEndLatency(facts), 100 * kMs);
  EXPECT_EQ(formula::TtftFromSchedule(facts), 53 * kMs);
  EXPECT_EQ(formula::LatencyFromSchedule(facts), 93 * kMs);
  EXPECT_EQ(formula::InterTokenLatency(facts), 10 * kMs);  // (90 − 50)/(5 − 1)
}

TEST_F(RequestFormulasTest, RatesAreMillionths) {
  const RequestFacts facts = FactsOf(Streamed());
  EXPECT_EQ(formula::TokenThroughputPerUser(facts), 100'000'000);    // 4 tokens in 40 ms: 100/s
  EXPECT_EQ(formula::EndToEndTokenThroughput(facts), 55'555'556);    // 5 in 90 ms: 55.5…/s
  EXPECT_EQ(formula::PrefillThroughputPerUser(facts), 800'000'000);  // 40 in 50 ms
}

TEST_F(RequestFormulasTest, QuotientsAreRoundedHalfEvenOnce) {
  // 3 tokens in 5 µs after the first: 2.5 µs a token, exact. 3 in 1 µs: 500 ns. 4 in 1 µs: 333.3 → 333.
  EXPECT_EQ(formula::InterTokenLatency(FactsOf(RecordBuilder(0).Dispatched(0).Content({1, 1.001}).Usage(1, 4).End(2))),
            333);
  EXPECT_EQ(
      formula::InterTokenLatency(FactsOf(RecordBuilder(0).Dispatched(0).Content({1, 1.001}).Usage(1, 401).End(2))), 2);
}

TEST_F(RequestFormulasTest, UsageAndDoneDoNotEndTheAnswer) {
  const RequestFacts facts = FactsOf(Streamed().Event(195, EventKind::kUsage).Event(198, EventKind::kDone));
  EXPECT_EQ(formula::RequestLatency(facts), 90 * kMs);
}

TEST_F(RequestFormulasTest, VllmsLatencyEndsWithTheLastEventBeforeDone) {
  const RecordBuilder record =
      Streamed().Event(195, EventKind::kUsage).Event(197, EventKind::kComment).Event(198, EventKind::kDone);
  EXPECT_EQ(formula::RequestLatency(FactsOf(record, "vllm")), 95 * kMs);
  EXPECT_EQ(formula::TimePerOutputToken(FactsOf(record, "vllm")), 11'250'000);  // (95 − 50)/4
  EXPECT_EQ(formula::RequestLatency(FactsOf(record, "guidellm")), 100 * kMs);
  EXPECT_EQ(formula::InterTokenLatency(FactsOf(record, "guidellm")), 10 * kMs);   // (190 − 150)/4
  EXPECT_EQ(formula::TimePerOutputToken(FactsOf(record, "guidellm")), 18 * kMs);  // (190 − 100)/5
  EXPECT_FALSE(formula::TimePerOutputToken(FactsOf(record, "genai-perf")).has_value());
}

TEST_F(RequestFormulasTest, ARoleIsNoToken) {
  const RequestFacts facts =
      FactsOf(RecordBuilder(0).Dispatched(0).Event(0.3, EventKind::kRole).Content({50, 60}).Usage(1, 2).End(70));
  EXPECT_EQ(formula::TimeToFirstToken(facts), 50 * kMs);
  EXPECT_EQ(formula::TimeToSecondToken(facts), 10 * kMs);
}

TEST_F(RequestFormulasTest, ReasoningIsATokenButNoOutput) {
  const RequestFacts facts = FactsOf(RecordBuilder(0)
                                         .Dispatched(0)
                                         .Event(10, EventKind::kReasoning)
                                         .Event(20, EventKind::kReasoning)
                                         .Event(40, EventKind::kContent)
                                         .End(50),
                                     "barrage", TokenSource::kEvents);
  EXPECT_EQ(formula::TimeToFirstToken(facts), 10 * kMs);
  EXPECT_EQ(formula::TimeToFirstOutputToken(facts), 40 * kMs);
  EXPECT_EQ(formula::ReasoningTokens(facts), 2);
  EXPECT_EQ(formula::OutputSequenceLength(facts), 3);
}

TEST_F(RequestFormulasTest, WhatDoesNotApplyIsAbsent) {
  const RequestFacts one = FactsOf(RecordBuilder(0).Dispatched(0).Content({10}).Usage(1, 1).End(20));
  EXPECT_EQ(formula::TimeToFirstToken(one), 10 * kMs);
  EXPECT_EQ(formula::TimeToSecondToken(one), std::nullopt);
  EXPECT_EQ(formula::MaxStall(one), std::nullopt);
  EXPECT_EQ(formula::InterTokenLatency(one), std::nullopt);
  EXPECT_EQ(formula::TokenThroughputPerUser(one), std::nullopt);
  EXPECT_EQ(formula::TtftFromSchedule(one), std::nullopt);  // closed loop
  EXPECT_EQ(formula::ScheduleLagTotal(one), std::nullopt);

  // All tokens at once: a rate over no time is no rate.
  const RequestFacts burst = FactsOf(RecordBuilder(0).Dispatched(0).Content({10, 10}).Usage(1, 2).End(20));
  EXPECT_EQ(formula::InterTokenLatency(burst), 0);
  EXPECT_EQ(formula::TokenThroughputPerUser(burst), std::nullopt);
}

TEST_F(RequestFormulasTest, AnAnswerThatWasNotStreamedEndsWithItsBody) {
  const RequestFacts facts =
      FactsOf(RecordBuilder(0).Dispatched(0).Usage(8, 4).End(80).Changed([](RequestRecord& record) {
        record.streamed = false;
        record.body_has_text = true;
      }));
  EXPECT_EQ(formula::RequestLatency(facts), 80 * kMs);
  EXPECT_EQ(formula::TimeToFirstToken(facts), std::nullopt);
  EXPECT_EQ(formula::InterTokenLatency(facts), std::nullopt);
  EXPECT_EQ(formula::EndToEndTokenThroughput(facts), 50'000'000);  // 4 in 80 ms
}

TEST_F(RequestFormulasTest, LagIsSplitByCause) {
  // Due at 10, its slice came at 14, dispatched at 20 after 3 ms of waiting for a slot, in the socket at 21.
  const RequestFacts facts = FactsOf(RecordBuilder(0).Intended(10).Granted(14).Dispatched(20).Sent(21).Changed(
      [](RequestRecord& record) { record.blocked_ns = 3 * kMs; }));
  EXPECT_EQ(formula::ScheduleLagTotal(facts), 7 * kMs);
  EXPECT_EQ(formula::ScheduleLagCoordinator(facts), 4 * kMs);
  EXPECT_EQ(formula::ScheduleLagLoop(facts), 3 * kMs);
  EXPECT_EQ(formula::ScheduleLagConnection(facts), 1 * kMs);
  EXPECT_EQ(formula::BlockedByCap(facts), 3 * kMs);
}

TEST_F(RequestFormulasTest, HttpPartsFollowEachOther) {
  const RequestFacts facts =
      FactsOf(RecordBuilder(0).Dispatched(0).Sent(9).FirstByte(30).End(50).Changed([](RequestRecord& record) {
        record.dns_done_ns = RecordBuilder::At(1);
        record.connect_done_ns = RecordBuilder::At(3);
        record.tls_done_ns = RecordBuilder::At(8);
      }));
  EXPECT_EQ(formula::HttpDns(facts), 1 * kMs);
  EXPECT_EQ(formula::HttpConnecting(facts), 2 * kMs);
  EXPECT_EQ(formula::HttpTls(facts), 5 * kMs);
  EXPECT_EQ(formula::HttpSending(facts), 1 * kMs);
  EXPECT_EQ(formula::HttpWaiting(facts), 21 * kMs);
  EXPECT_EQ(formula::HttpReceiving(facts), 20 * kMs);
  EXPECT_EQ(formula::HttpConnecting(FactsOf(Streamed())), std::nullopt);
  EXPECT_EQ(formula::HttpSending(FactsOf(Streamed())), 1 * kMs);
}

TEST_F(RequestFormulasTest, ComparesUsageWithTheTokenizer) {
  const RequestFacts facts =
      FactsOf(Streamed().Changed([](RequestRecord& record) { record.tokenizer_output_tokens = 4; }));
  EXPECT_EQ(formula::UsageCompletionDifference(facts), 25'000'000);  // |5 − 4|/4 = 25 %
  EXPECT_EQ(formula::UsagePromptDifference(facts), std::nullopt);
}

TEST_F(RequestFormulasTest, GenaiPerfLeavesReasoningOutOfTheTokenizersCount) {
  const RecordBuilder builder = Streamed().Changed([](RequestRecord& record) {
    record.tokenizer_output_tokens = 4;
    record.tokenizer_reasoning_tokens = 3;
  });
  EXPECT_EQ(formula::OutputSequenceLength(FactsOf(builder, "barrage", TokenSource::kTokenizer)), 7);
  EXPECT_EQ(formula::OutputSequenceLength(FactsOf(builder, "genai-perf", TokenSource::kTokenizer)), 4);
}

TEST_F(RequestFormulasTest, VllmTakesAnyChunkWithChoices) {
  RecordBuilder builder =
      RecordBuilder(0).Dispatched(0).Event(2, EventKind::kRole).Content({50, 60}).Event(61, EventKind::kEmpty);
  StreamEvent usage;
  usage.at_ns = RecordBuilder::At(62);
  usage.kind = EventKind::kUsage;
  usage.has_choices = false;
  builder.Event(usage).Usage(1, 2).End(63);
  const RequestFacts facts = FactsOf(builder, "vllm");
  EXPECT_EQ(formula::TimeToFirstToken(facts), 2 * kMs);
  EXPECT_EQ(formula::RequestLatency(facts), 62 * kMs);  // usage is an event too
  EXPECT_EQ(facts.content.size(), 4u);
}

TEST_F(RequestFormulasTest, GenaiPerfCountsTextAlone) {
  const RecordBuilder builder = RecordBuilder(0)
                                    .Dispatched(0)
                                    .Event(10, EventKind::kReasoning)
                                    .Event(20, EventKind::kToolCall)
                                    .Content({40, 50})
                                    .End(60);
  EXPECT_EQ(formula::TimeToFirstToken(FactsOf(builder, "genai-perf")), 40 * kMs);
  EXPECT_EQ(formula::TimeToFirstToken(FactsOf(builder, "aiperf")), 10 * kMs);
}

TEST_F(RequestFormulasTest, GuidellmEndsWithTheStream) {
  EXPECT_EQ(formula::RequestLatency(FactsOf(Streamed(), "guidellm")), 100 * kMs);
}

}  // namespace
}  // namespace barrage
