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
  bool coalesced = false;              // its stamp is another event's too, or a bound: its read left bytes behind
  std::optional<uint32_t> tokens;      // tokens it brought, if the server said
  std::optional<int64_t> lateness_ns;  // the loop's lateness at its read; absent when kernel-stamped and not coalesced
  bool operator==(const StreamEvent&) const = default;
};

// The events of one request in arrival order, encoded as they come: one byte an event for a steady stream, about two
// for a real one.
//
// Events of one stamp (of the same µs) follow each other: they are a *group*. Events of a group of two and more are
// coalesced, and so is one appended as coalesced. A group with a coalesced or user-stamped event has one lateness, the
// largest of its reads', kept to an eighth: see KeptLatenessNs.
//
// Encoding, all in varints. `times`, for each group: 0 and n − 2 if it has n > 1 events; then 1 + zigzag(r) with r in
// µs. The first group is r after the base; a later one is n·g + r after the one before, where g, the gap to expect, is
// 0 at first, r/n after the second group (towards zero), and grows by r/4 (downwards) with each later group. `runs`
// holds runs of events alike in all but time: length, kind | has_choices << 4 | kernel << 5 | coalesced << 6 |
// has_tokens << 7, tokens if any; coalesced is set only where the group does not say so already, or where both do.
// `lateness` holds for each group that has one the number of its bucket, in µs, of LogHistogram<3>.
class EventTrace {
 public:
  // More than any answer has. A bound on what a few hostile bytes can claim.
  static constexpr size_t kMostEvents = size_t{1} << 22;

  // Times are coded from `base_ns` (the request's dispatch); set it before the first event.
  explicit EventTrace(int64_t base_ns = 0) : base_us_(base_ns / 1000) {}

  // `event.lateness_ns` is wanted of each event: whether it stays is known only when the next one comes.
  // REQUIRES: size() < kMostEvents.
  void Append(const StreamEvent& event);

  size_t size() const { return size_; }
  int64_t last_at_ns() const { return last_us_ * 1000; }

  // What a lateness of `lateness_ns` reads as afterwards: whole µs, up to an eighth more.
  static int64_t KeptLatenessNs(int64_t lateness_ns);

  struct Encoded {
    std::string times, runs, lateness;
    bool operator==(const Encoded&) const = default;
  };
  Encoded Encode() const;

  // The trace again, as bytes from elsewhere have it; `base_ns` as at construction. It can be read, not appended to.
  // Takes time in proportion to the bytes. Error: DataLoss, naming what is malformed.
  static absl::StatusOr<EventTrace> FromEncoded(Encoded encoded, int64_t base_ns);

  // All events, in order.
  std::vector<StreamEvent> Events() const;

  bool empty() const { return size_ == 0; }
  bool operator==(const EventTrace& other) const { return base_us_ == other.base_us_ && Encode() == other.Encode(); }

 private:
  struct Run {
    uint64_t bits = 0, tokens = 0, length = 0;
  };
  struct Group {
    uint64_t size = 0;
    bool late = false;  // one of its events has a lateness, whatever its size
    int64_t lateness_us = 0;
  };
  // What the next group's time is coded from.
  struct Pace {
    int64_t at_us = 0, gap_us = 0;
    uint64_t groups = 0;
    int64_t Expected(uint64_t group_size) const;
    void Advance(int64_t to_us, int64_t off_us, uint64_t group_size);
  };
  struct Reader;

  // Ends the open group: its codes are appended to `out`.
  void CloseGroup(Encoded& out, Pace& pace) const;

  int64_t base_us_ = 0, last_us_ = 0;
  size_t size_ = 0;
  Encoded closed_;  // all but the open group's time and lateness, and the open run
  Pace pace_;
  Group open_group_;
  Run open_run_;
};

}  // namespace barrage

#endif  // COMMON_RECORD_EVENT_TRACE_H_
