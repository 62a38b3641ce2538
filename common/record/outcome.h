#ifndef COMMON_RECORD_OUTCOME_H_
#define COMMON_RECORD_OUTCOME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace barrage {

// How a request ended, exactly one each. The numbers are on the wire and on disk: never reuse one.
enum class Outcome : uint8_t {
  kOk = 1,             // 2xx, ended with [DONE] or a finish_reason, no error event, at least one token where asked for
  kHttpError = 2,      // status other than 2xx
  kStreamError = 3,    // broken off after the first response byte, or an error event
  kTruncated = 4,      // a clean end without [DONE] and without finish_reason
  kTimeout = 5,        // total or no-progress time-out
  kConnectError = 6,   // no response byte on a fresh connection
  kProtocolError = 7,  // a data line that is not what the endpoint speaks
  kEmpty = 8,          // well-formed, finished, and no token
  kCancelledByPlan = 9,
  kCancelledAtEnd = 10,  // cut by the end of the run: right-censored
  kNotSent = 11,         // granted or scheduled, never dispatched
  kLostAgent = 12,       // granted to an agent that was lost, no record
};

struct OutcomeRow {
  Outcome outcome;
  absl::string_view name;  // as in METRICS and every file
  bool dispatched;         // the request was handed to the network
  bool failure;            // counts as an error in the error rate
};

// One row an outcome, in ledger order.
inline constexpr std::array<OutcomeRow, 12> kOutcomes = {{
    {Outcome::kOk, "ok", true, false},
    {Outcome::kHttpError, "http_error", true, true},
    {Outcome::kStreamError, "stream_error", true, true},
    {Outcome::kTruncated, "truncated", true, true},
    {Outcome::kTimeout, "timeout", true, true},
    {Outcome::kConnectError, "connect_error", true, true},
    {Outcome::kProtocolError, "protocol_error", true, true},
    {Outcome::kEmpty, "empty", true, true},
    {Outcome::kCancelledByPlan, "cancelled_by_plan", true, false},
    {Outcome::kCancelledAtEnd, "cancelled_at_end", true, false},
    {Outcome::kNotSent, "not_sent", false, false},
    {Outcome::kLostAgent, "lost_agent", false, false},
}};

// The row of `outcome`. Requires a valid enumerator.
inline constexpr const OutcomeRow& RowOf(Outcome outcome) { return kOutcomes[static_cast<size_t>(outcome) - 1]; }
inline constexpr absl::string_view OutcomeName(Outcome outcome) { return RowOf(outcome).name; }

// The enumerator of a number from the wire, if it is one.
inline constexpr std::optional<Outcome> OutcomeFromNumber(uint64_t number) {
  if (number < 1 || number > kOutcomes.size()) return std::nullopt;
  return static_cast<Outcome>(number);
}

}  // namespace barrage

#endif  // COMMON_RECORD_OUTCOME_H_
