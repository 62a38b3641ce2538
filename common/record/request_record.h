#ifndef COMMON_RECORD_REQUEST_RECORD_H_
#define COMMON_RECORD_REQUEST_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "common/record/event_trace.h"
#include "common/record/outcome.h"

namespace barrage {

// Token counts as the server sent them. A count that is negative or above 2^31 is dropped, not stored.
struct TokenUsage {
  std::optional<int64_t> prompt, completion, total, reasoning, cached;
  bool operator==(const TokenUsage&) const = default;
};

// Everything that is known of one request: facts, from one agent. Times are nanoseconds of that agent's
// CLOCK_MONOTONIC. What may be missing is optional. METRICS §1 defines every field.
struct RequestRecord {
  // Identity.
  int64_t index = 0;  // global; warm-up requests have −1, −2 …
  uint64_t payload_id = 0;
  std::optional<int64_t> session, turn;
  uint32_t loop = 0;       // the agent's loop thread
  uint32_t url_index = 0;  // which of the plan's target URLs
  uint32_t model_index = 0;

  // As planned.
  std::optional<int64_t> intended_ns;  // open loop: t0 + offset. Absent in closed loop
  std::optional<int64_t> granted_ns;   // when its schedule slice reached the loop, only if after intended_ns
  std::optional<int64_t> blocked_ns;   // capped rate: how long it waited for a slot
  std::optional<int64_t> asked_output_tokens;
  std::optional<int64_t> cancel_after_ns;

  // What happened. Absent: it did not happen.
  std::optional<int64_t> dispatched_ns;  // a fresh clock just before the request was handed to libcurl
  std::optional<int64_t> dns_done_ns, connect_done_ns, tls_done_ns;  // only when a new connection was made
  std::optional<int64_t> request_sent_ns;  // return of the send() that took the last body byte
  std::optional<int64_t> first_byte_ns;    // arrival of the first response byte
  std::optional<int64_t> stream_end_ns;    // the transfer's end, however it ended

  // Streamed answers: every event in order, its times based on `dispatched_ns`. Empty when not streamed.
  EventTrace events;

  Outcome outcome = Outcome::kNotSent;
  bool streamed = false;  // the answer came as server-sent events
  bool saw_done = false;  // [DONE], or the endpoint's closing event
  bool saw_finish_reason = false;
  bool connection_reused = false;
  bool timeout_was_no_progress = false;  // outcome timeout: the no-progress limit, not the total one
  bool usage_dropped = false;            // the server sent a usage count that cannot be true
  bool clamped_stamps = false;           // a stamp went back and was clamped
  uint32_t resends = 0;                  // sent again on a fresh connection after a dead reused one
  std::optional<int32_t> http_status;
  std::optional<int64_t> retry_after_s;
  uint64_t bytes_sent = 0, bytes_received = 0;  // body bytes
  std::optional<std::string> peer;              // "10.0.3.7:8000"
  std::optional<std::string> error;             // what went wrong, or the first body of a refusal, cut and redacted
  int64_t lateness_max_ns = 0;                  // the loop's largest lateness while this request was served

  // Tokens. The number of content events is in `events`.
  std::optional<TokenUsage> usage;
  std::optional<int64_t> tokenizer_output_tokens, tokenizer_reasoning_tokens;
  std::optional<int64_t> answer_inputs;  // embeddings, rankings: results in the answer
  // A non-streamed answer held text (in place of content events).
  bool body_has_text = false;

  bool operator==(const RequestRecord&) const = default;
};

}  // namespace barrage

#endif  // COMMON_RECORD_REQUEST_RECORD_H_
