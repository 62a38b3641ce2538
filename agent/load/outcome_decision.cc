#include "agent/load/outcome_decision.h"

namespace barrage {
namespace {

// Of an answer that neither finished nor said what is wrong.
Outcome OfUnfinished(const AnswerFacts& facts) {
  switch (facts.end) {
    case TransferEnd::kTimeout:
      return Outcome::kTimeout;
    case TransferEnd::kCancelledByPlan:
      return Outcome::kCancelledByPlan;
    case TransferEnd::kCancelledAtEnd:
      return Outcome::kCancelledAtEnd;
    case TransferEnd::kGarbled:
      return facts.response_byte ? Outcome::kProtocolError : Outcome::kConnectError;
    case TransferEnd::kBroken:
      return facts.response_byte ? Outcome::kStreamError : Outcome::kConnectError;
    case TransferEnd::kComplete:
    case TransferEnd::kClosedBetweenChunks:
      return facts.response_byte ? Outcome::kTruncated : Outcome::kConnectError;
  }
  return Outcome::kStreamError;
}

}  // namespace

Outcome DecideOutcome(const AnswerFacts& facts) {
  if (facts.http_status && (*facts.http_status < 200 || *facts.http_status > 299)) return Outcome::kHttpError;
  if (facts.error_said) return Outcome::kStreamError;
  if (facts.unreadable) return Outcome::kProtocolError;
  // After [DONE] or a finish_reason, how the connection ends changes nothing.
  if (!facts.finished) return OfUnfinished(facts);
  return facts.has_tokens || !facts.asks_tokens ? Outcome::kOk : Outcome::kEmpty;
}

}  // namespace barrage
