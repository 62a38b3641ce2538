#ifndef AGENT_LOAD_WORKER_TYPES_H_
#define AGENT_LOAD_WORKER_TYPES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/record/request_record.h"
#include "proto/request.pb.h"

namespace barrage {

// One request of the schedule with what it asks.
struct Assigned {
  wire::ScheduledRequest request;
  std::shared_ptr<const wire::Payload> payload;
};

// A phase begins. Times are the agent's CLOCK_MONOTONIC; 0: no such limit.
struct StartOrder {
  uint32_t phase = 0;
  int64_t t0_ns = 0;                        // offsets count from here; nothing is dispatched before
  int64_t dispatch_until_ns = 0;            // nothing is dispatched from then on
  int64_t cut_at_ns = 0;                    // what still runs then is cut (cancelled_at_end)
  uint32_t slots = 0;                       // of this loop; 0: requests do not wait for slots that they share
  std::vector<int64_t> slot_opens_ns = {};  // when each opens, after t0, ascending; empty: all at t0
  bool single_slots = false;                // requests wait for pools of a single slot each
};

enum class StopMode {
  kDrain,   // dispatch nothing more, let streams end
  kCancel,  // cut streams now (cancelled_at_end)
};

// How opening connections went. An error names the target and its fault: refused, unresolvable, a TLS fault.
struct WarmUpResult {
  absl::Status status;
  uint32_t open = 0;  // connections that answered the warm-up request
};

// What the loop made of one request.
struct FinishedRecord {
  RequestRecord record;
  std::string answer_text, reasoning_text;  // only with RunSetup.keep_text or a tokenizer
  bool text_is_whole = false;               // they hold all that the answer said
};

// Called on the loop thread: must never wait.
using RecordSink = std::function<void(FinishedRecord&&)>;
using PhaseDoneSink = std::function<void(uint32_t phase)>;
using WarmUpSink = std::function<void(const WarmUpResult&)>;

}  // namespace barrage

#endif  // AGENT_LOAD_WORKER_TYPES_H_
