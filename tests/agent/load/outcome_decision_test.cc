#include "agent/load/outcome_decision.h"

#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

using End = TransferEnd;

struct Row {
  const char* what;
  AnswerFacts facts;
  Outcome outcome;
};

// A 200 of which bytes came.
AnswerFacts Answer(End end) { return {.end = end, .response_byte = true, .http_status = 200}; }
AnswerFacts Tokens(End end) {
  AnswerFacts facts = Answer(end);
  facts.has_tokens = true;
  return facts;
}
AnswerFacts Finished(End end) {
  AnswerFacts facts = Tokens(end);
  facts.finished = true;
  return facts;
}
template <typename Change>
AnswerFacts With(AnswerFacts facts, Change change) {
  change(facts);
  return facts;
}

const Row kRows[] = {
    {"whole answer", Finished(End::kComplete), Outcome::kOk},
    {"the last of the 2xx", With(Finished(End::kComplete), [](AnswerFacts& f) { f.http_status = 299; }), Outcome::kOk},
    {"the first after them", With(Finished(End::kComplete), [](AnswerFacts& f) { f.http_status = 300; }),
     Outcome::kHttpError},
    {"finished, then reset", Finished(End::kBroken), Outcome::kOk},
    {"finished, then no last chunk", Finished(End::kClosedBetweenChunks), Outcome::kOk},
    {"finished, then time ran out", Finished(End::kTimeout), Outcome::kOk},
    {"finished, then cut", Finished(End::kCancelledAtEnd), Outcome::kOk},
    {"finished without a token", With(Finished(End::kComplete), [](AnswerFacts& f) { f.has_tokens = false; }),
     Outcome::kEmpty},
    {"no token was asked for",
     With(Finished(End::kComplete), [](AnswerFacts& f) { f.has_tokens = f.asks_tokens = false; }), Outcome::kOk},
    {"refused, reset or closed before a byte", {.end = End::kBroken}, Outcome::kConnectError},
    {"clean close before a byte", {.end = End::kComplete}, Outcome::kConnectError},
    {"not HTTP, no byte", {.end = End::kGarbled}, Outcome::kConnectError},
    {"closed within headers", {.end = End::kBroken, .response_byte = true}, Outcome::kStreamError},
    {"not HTTP", {.end = End::kGarbled, .response_byte = true}, Outcome::kProtocolError},
    {"reset in mid-stream", Tokens(End::kBroken), Outcome::kStreamError},
    {"reset before the first token", Answer(End::kBroken), Outcome::kStreamError},
    {"closed between chunks", Tokens(End::kClosedBetweenChunks), Outcome::kTruncated},
    {"last chunk without [DONE]", Tokens(End::kComplete), Outcome::kTruncated},
    {"headers and a clean end", Answer(End::kComplete), Outcome::kTruncated},
    {"429", With(Finished(End::kComplete), [](AnswerFacts& f) { f.http_status = 429; }), Outcome::kHttpError},
    {"500 cut short", With(Answer(End::kBroken), [](AnswerFacts& f) { f.http_status = 500; }), Outcome::kHttpError},
    {"redirect", With(Answer(End::kComplete), [](AnswerFacts& f) { f.http_status = 307; }), Outcome::kHttpError},
    {"error event after tokens", With(Tokens(End::kComplete), [](AnswerFacts& f) { f.error_said = true; }),
     Outcome::kStreamError},
    {"error event, then [DONE]", With(Finished(End::kComplete), [](AnswerFacts& f) { f.error_said = true; }),
     Outcome::kStreamError},
    {"unreadable data line", With(Tokens(End::kGarbled), [](AnswerFacts& f) { f.unreadable = true; }),
     Outcome::kProtocolError},
    {"time ran out in mid-stream", Tokens(End::kTimeout), Outcome::kTimeout},
    {"time ran out before a byte", {.end = End::kTimeout}, Outcome::kTimeout},
    {"cancelled as planned", Tokens(End::kCancelledByPlan), Outcome::kCancelledByPlan},
    {"cut at the end", {.end = End::kCancelledAtEnd}, Outcome::kCancelledAtEnd},
};

TEST(OutcomeDecisionTest, FollowsTheTable) {
  for (const Row& row : kRows) {
    EXPECT_EQ(OutcomeName(DecideOutcome(row.facts)), OutcomeName(row.outcome)) << row.what;
  }
}

}  // namespace
}  // namespace barrage
