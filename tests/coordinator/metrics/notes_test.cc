#include "coordinator/metrics/notes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "coordinator/metrics/drift.h"
#include "coordinator/metrics/peer_table.h"
#include "coordinator/metrics/summarize.h"
#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

bool HasNote(const Summary& summary, const std::string& start) {
  return std::any_of(summary.notes.begin(), summary.notes.end(),
                     [&](const std::string& note) { return note.rfind(start, 0) == 0; });
}

// `count` requests over `prompts` prompts; those of the second half wait `slower_ms` longer.
Summary RunOf(int count, int prompts, double slower_ms) {
  VectorRunLog log;
  for (int i = 0; i < count; ++i) {
    const double at = 200.0 * i, ttft = 50 + 0.01 * i + (i >= count / 2 ? slower_ms : 0);
    log.Add(RecordBuilder(i)
                .Dispatched(at)
                .Content({at + ttft, at + ttft + 5})
                .Usage(100, 2)
                .End(at + 150)
                .Changed([&](RequestRecord& record) {
                  record.payload_id = static_cast<uint64_t>(i % prompts);
                  record.usage->cached = 25;
                })
                .Build());
  }
  Plan plan;
  plan.load.concurrency = 1;
  plan.load.request_count = count;
  return SummarizeWithPlan(log, plan, {}).value();
}

TEST(NotesTest, APlainRunHasNone) { EXPECT_EQ(RunOf(40, 40, 0).notes, std::vector<std::string>()); }

TEST(NotesTest, SaysWhatAFailureCountsAs) {
  VectorRunLog log;
  log.Add(RecordBuilder(0).Dispatched(0).Content({10}).End(20).Build());
  log.Add(RecordBuilder(1).Dispatched(30).End(31).With(Outcome::kHttpError).Build());
  log.Add(RecordBuilder(2).Dispatched(40).End(41).With(Outcome::kHttpError).Build());
  Plan plan;
  plan.load.request_count = 3;
  EXPECT_TRUE(HasNote(SummarizeWithPlan(log, plan, {}).value(), "2 of 3 requests failed: "));
}

TEST(NotesTest, SaysThatPromptsWereReused) {
  const Summary summary = RunOf(40, 10, 0);
  ASSERT_EQ(summary.notes.size(), 1u);
  EXPECT_EQ(summary.notes[0],
            "prompts were reused: 40 requests over 10 unique prompts (4.0 each); the server says that 25.0 % of prompt "
            "tokens were cached: a prefix cache flatters TTFT");
}

TEST(NotesTest, SaysThatTheRunDrifted) {
  EXPECT_TRUE(HasNote(RunOf(40, 40, 30), "not stationary: the median TTFT was 50."));
  EXPECT_FALSE(HasNote(RunOf(40, 40, 3), "not stationary"));  // 6 %
  EXPECT_FALSE(HasNote(RunOf(8, 8, 30), "not stationary"));   // too few to tell
}

TEST(NotesTest, SaysThatAnswersAreOfAnotherLength) {
  const auto asked = [](int64_t tokens) {
    VectorRunLog log;
    for (int i = 0; i < 3; ++i) {
      log.Add(RecordBuilder(i)
                  .Dispatched(200.0 * i)
                  .Content({200.0 * i + 50, 200.0 * i + 55})
                  .Usage(10, 2)
                  .End(200.0 * i + 60)
                  .Changed([&](RequestRecord& record) {
                    record.payload_id = static_cast<uint64_t>(i);
                    record.asked_output_tokens = i == 0 ? 2 : tokens;
                  })
                  .Build());
    }
    Plan plan;
    plan.load.concurrency = 1;
    plan.load.request_count = 3;
    return SummarizeWithPlan(log, plan, {}).value();
  };
  EXPECT_TRUE(HasNote(asked(5), "2 of 3 ok requests got another number of tokens than was asked for"));
  EXPECT_EQ(asked(2).notes, std::vector<std::string>());
}

TEST(DriftTest, NeedsTwoValues) {
  EXPECT_FALSE(FindDrift({}, 1).has_value());
  EXPECT_FALSE(FindDrift({{0, 1}}, 1).has_value());
}

// Two ok requests, of which the tokenizer counted one.
VectorRunLog CountedLog() {
  VectorRunLog log;
  log.Add(RecordBuilder(0).Dispatched(0).Content({10, 20}).End(30).Build());
  log.Add(RecordBuilder(1)
              .Dispatched(40)
              .Content({50, 60})
              .End(70)
              .Changed([](RequestRecord& record) { record.tokenizer_output_tokens = 2; })
              .Build());
  wire::TokenizerFacts& tokenizer = log.edit().tokenizer.emplace();
  tokenizer.set_name("gpt2");
  tokenizer.set_from("/models/gpt2/tokenizer.json");
  tokenizer.set_sha256("0123456789abcdef");
  wire::PayloadFacts& payload = log.edit().payloads.emplace_back();
  payload.set_asked_tokens(5);
  payload.set_tokenizer_tokens(4);
  return log;
}

Summary SummaryWithTokenizer(const VectorRunLog& log) {
  Plan plan;
  plan.load.request_count = 2;
  plan.dataset.tokenizer = "gpt2";
  return SummarizeWithPlan(log, plan, {}).value();
}

TEST(NotesTest, NamesTheTokenizerAndWhatItDidNotCount) {
  const Summary summary = SummaryWithTokenizer(CountedLog());
  EXPECT_EQ(summary.token_source, "tokenizer");
  EXPECT_EQ(summary.tokenizer->from, "/models/gpt2/tokenizer.json");
  EXPECT_TRUE(HasNote(summary, "the tokenizer gpt2 was read from /models/gpt2/tokenizer.json, sha256 0123456789ab"));
  EXPECT_TRUE(HasNote(summary, "1 of 2 ok requests have no count by the tokenizer"));
  EXPECT_TRUE(HasNote(summary, "1 prompts do not have the length that was asked for"));
}

TEST(NotesTest, SaysWhyThereIsNoTokenizerAndWhatCountsInstead) {
  VectorRunLog log;
  log.Add(RecordBuilder(0).Dispatched(0).Content({10, 20}).End(30).Usage(5, 2).Build());
  log.edit().tokenizer.emplace().set_name("gpt2");
  log.edit().tokenizer->set_fault("the hub cannot be reached");
  EXPECT_TRUE(HasNote(SummaryWithTokenizer(log),
                      "the tokenizer gpt2 could not be had (the hub cannot be reached): "
                      "tokens are counted by usage"));
}

TEST(NotesTest, SaysWhatHappenedAndWhen) {
  VectorRunLog log(1);
  log.Add(RecordBuilder(0).Dispatched(0).Content({10}).End(20).With(Outcome::kCancelledAtEnd).Build());
  log.AddEvent(wire::RunEvent::DRAIN_TIMED_OUT, 0);
  log.edit().events.back().set_at_ns(RecordBuilder::At(2500));
  Plan plan;
  plan.load.request_count = 1;
  const Summary summary = SummarizeWithPlan(log, plan, {}).value();
  EXPECT_TRUE(HasNote(summary, "2.5 s: drain timed out (agent-0)"));
  EXPECT_TRUE(HasNote(summary, "1 requests were cut at the end"));
}

TEST(PeersTest, LoadIsUnevenByTheSpreadOverTheMean) {
  const auto peer = [](const char* name, int64_t requests) {
    PeerSummary summary;
    summary.peer = name;
    summary.requests = requests;
    return summary;
  };
  EXPECT_EQ(Unevenness({peer("a", 10), peer("b", 12)}), 2.0 / 11);
  EXPECT_EQ(Unevenness({peer("a", 10)}), 0);
  EXPECT_EQ(Unevenness({peer("a", 10), peer("", 1)}), 0);  // never connected
}

}  // namespace
}  // namespace barrage
