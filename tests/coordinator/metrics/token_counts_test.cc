#include "coordinator/metrics/token_counts.h"

#include <gtest/gtest.h>

namespace barrage {
namespace {

RequestRecord Answer() {
  RequestRecord record;
  record.streamed = true;
  record.usage = TokenUsage{.prompt = 11, .completion = 7, .total = 18, .reasoning = 2, .cached = 3};
  record.tokenizer_output_tokens = 5;
  record.tokenizer_reasoning_tokens = 3;
  return record;
}

TEST(TokenCountsTest, NeverMixesSources) {
  wire::PayloadFacts payload;
  payload.set_tokenizer_tokens(12);
  const TokenCounts usage = CountTokens(TokenSource::kServer, Answer(), &payload, 4, 1);
  EXPECT_EQ(usage.input, 11);
  EXPECT_EQ(usage.output, 7);
  EXPECT_EQ(usage.reasoning, 2);
  const TokenCounts tokenizer = CountTokens(TokenSource::kTokenizer, Answer(), &payload, 4, 1);
  EXPECT_EQ(tokenizer.input, 12);
  EXPECT_EQ(tokenizer.output, 8);  // 5 of the answer and 3 of the reasoning
  EXPECT_EQ(tokenizer.reasoning, 3);
  const TokenCounts events = CountTokens(TokenSource::kEvents, Answer(), &payload, 4, 1);
  EXPECT_EQ(events.input, std::nullopt);
  EXPECT_EQ(events.output, 4);
  EXPECT_EQ(events.reasoning, 1);
}

TEST(TokenCountsTest, WhatTheSourceDoesNotKnowIsAbsent) {
  RequestRecord record = Answer();
  record.usage.reset();
  EXPECT_EQ(CountTokens(TokenSource::kServer, record, nullptr, 4, 1).output, std::nullopt);
  record.streamed = false;
  EXPECT_EQ(CountTokens(TokenSource::kEvents, record, nullptr, 0, 0).output, std::nullopt);
}

TEST(TokenCountsTest, DecidesTheSource) {
  DatasetPlan plan;
  EXPECT_EQ(DecideTokenSource(plan, {.ok = 3, .with_usage = 3, .with_tokenizer = 0}), TokenSource::kServer);
  EXPECT_EQ(DecideTokenSource(plan, {.ok = 3, .with_usage = 2, .with_tokenizer = 0}), TokenSource::kEvents);
  EXPECT_EQ(DecideTokenSource(plan, {}), TokenSource::kEvents);
  plan.tokenizer = "gpt2";
  EXPECT_EQ(DecideTokenSource(plan, {.ok = 3, .with_usage = 3, .with_tokenizer = 3}), TokenSource::kTokenizer);
  EXPECT_EQ(DecideTokenSource(plan, {.ok = 3, .with_usage = 3, .with_tokenizer = 0}), TokenSource::kServer);
  plan.token_source = TokenSource::kServer;
  EXPECT_EQ(DecideTokenSource(plan, {.ok = 3, .with_usage = 1, .with_tokenizer = 3}), TokenSource::kServer);
  plan.token_source = TokenSource::kEvents;
  EXPECT_EQ(DecideTokenSource(plan, {.ok = 3, .with_usage = 3, .with_tokenizer = 3}), TokenSource::kEvents);
}

TEST(TokenCountsTest, NamesTheSource) {
  EXPECT_EQ(TokenSourceName(TokenSource::kServer), "usage");
  EXPECT_EQ(TokenSourceName(TokenSource::kTokenizer), "tokenizer");
  EXPECT_EQ(TokenSourceName(TokenSource::kEvents), "events");
}

}  // namespace
}  // namespace barrage
