#ifndef AGENT_LOAD_OUTCOME_DECISION_H_
#define AGENT_LOAD_OUTCOME_DECISION_H_

#include <cstdint>
#include <optional>

#include "common/record/outcome.h"

namespace barrage {

// How a dispatched request's transfer ended.
enum class TransferEnd {
  kComplete,             // as HTTP says: last chunk, Content-Length reached, or closed where no length was promised
  kClosedBetweenChunks,  // the peer closed; every chunk that began is whole, the last one is missing
  kBroken,               // reset, or closed within headers or a chunk or short of Content-Length, or never connected
  kGarbled,              // what came is not HTTP, or not decodable
  kTimeout,
  kCancelledByPlan,
  kCancelledAtEnd,
};

// What is known of a dispatched request at its end.
struct AnswerFacts {
  TransferEnd end = TransferEnd::kComplete;
  bool response_byte = false;      // any byte of an answer came
  std::optional<int> http_status;  // of a final answer whose headers are whole
  bool finished = false;           // [DONE], a finish_reason, or a whole body that is no stream
  bool error_said = false;         // an error event, or an error object as the body
  bool unreadable = false;         // a data line or body that is not what the endpoint speaks, or past a size cap
  bool asks_tokens = true;         // the endpoint's answers are made of tokens
  bool has_tokens = false;         // at least one content event, or text in the body
};

// The outcome by METRICS §1's mapping. Pure.
Outcome DecideOutcome(const AnswerFacts& facts);

}  // namespace barrage

#endif  // AGENT_LOAD_OUTCOME_DECISION_H_
