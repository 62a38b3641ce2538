#ifndef COMMON_RECORD_EVENT_TRACE_H_
#define COMMON_RECORD_EVENT_TRACE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

// What a streamed event carried (METRICS §1). The numbers are on the wire and on disk: never reuse one.
enum class EventKind : uint8_t {
  kRole = 0,       // a role and no text
  kContent = 1,    // text of the answer
  kReasoning = 2,  // text of the reasoning
  kToolCall = 3,
  kRefusal = 4,
  kUsage = 5,    // usage and nothing else
  kEmpty = 6,    // well-formed, and none of the others: empty delta, finish_reason alone
  kError = 7,    // an error event
  kDone = 8,     // [DONE], response.completed
  kComment = 9,  // a comment or keep-alive
};
inline constexpr size_t kEventKinds = 10;

// Whether the event brings tokens: the c_i of METRICS §3.
inline constexpr bool IsContent(EventKind kind) {
  return kind == EventKind::kContent || kind == EventKind::kReasoning || kind == EventKind::kToolCall ||
         kind == EventKind::kRefusal;
}

struct StreamEvent {
  int64_t at_ns = 0;  // arrival of its last byte, the agent's CLOCK_MONOTONIC, rounded down to 1 µs
  EventKind kind = EventKind::kContent;
  bool has_choices = true;             // the event held a non-empty `choices` (or the endpoint's like)
  bool kernel_stamped = false;         // else stamped in user space
  bool coalesced = false;              // shared its read or its kernel stamp with another event of the stream
  std::optional<uint32_t> tokens;      // tokens it brought, if the server said
  std::optional<int64_t> lateness_ns;  // the loop's lateness at its read; absent when kernel-stamped and not coalesced
  bool operator==(const StreamEvent&) const = default;
};

// The events of one request in arrival order, encoded as they come: about 2 bytes an event for a steady stream.
//
// Encoding: `times` holds a varint an event. The first is (at − base) in µs, zig-zag. A later one is 0 when the gap to
// the previous event is 0, else 1 + zigzag(gap − last non-zero gap). `runs` holds runs of events alike in everything
// but time: varint length, varint kind | has_choices << 4 | kernel << 5 | coalesced << 6 | has_tokens << 7, varint
// tokens if any. `lateness` holds a varint (µs) for each event that has one.
class EventTrace {
 public:
  // Times are coded from `base_ns` (the request's dispatch); set it before the first event.
  explicit EventTrace(int64_t base_ns = 0) : base_us_(base_ns / 1000) {}

  void Append(const StreamEvent& event);

  // Marks the newest event coalesced, with the lateness of its read: the next one turned out to share its read.
  // Requires an event.
  void MarkLastCoalesced(int64_t lateness_ns);

  size_t size() const { return size_; }
  int64_t last_at_ns() const { return last_us_ * 1000; }

  struct Encoded {
    std::string times, runs, lateness;
    bool operator==(const Encoded&) const = default;
  };
  Encoded Encode() const;

  // The trace again, as bytes from elsewhere have it; `base_ns` as at construction. It can be read, not appended to.
  // Error: DataLoss, naming what is malformed.
  static absl::StatusOr<EventTrace> FromEncoded(Encoded encoded, int64_t base_ns);

  // All events, in order.
  std::vector<StreamEvent> Events() const;

  bool empty() const { return size_ == 0; }
  bool operator==(const EventTrace& other) const { return base_us_ == other.base_us_ && Encode() == other.Encode(); }

 private:
  struct Run {
    uint64_t bits = 0, tokens = 0, length = 0;
  };
  static Run RunOf(const StreamEvent& event);
  void AppendRun(const StreamEvent& event);

  int64_t base_us_ = 0, last_us_ = 0, last_gap_us_ = 0;
  size_t size_ = 0;
  std::string times_, runs_, lateness_;
  StreamEvent last_;
  Run open_;
};

}  // namespace barrage

#endif  // COMMON_RECORD_EVENT_TRACE_H_
