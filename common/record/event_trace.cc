#include "common/record/event_trace.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/varint.h"

namespace barrage {
namespace {

constexpr uint64_t kHasChoices = 1 << 4, kKernel = 1 << 5, kCoalesced = 1 << 6, kHasTokens = 1 << 7;

// Any int64 of nanoseconds.
constexpr int64_t kLatestUs = std::numeric_limits<int64_t>::max() / 1000, kEarliestUs = -kLatestUs;

// Hostile sums wrap instead of being undefined.
int64_t Sum(int64_t a, int64_t b) { return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b)); }

bool HasLateness(uint64_t bits) { return (bits & kKernel) == 0 || (bits & kCoalesced) != 0; }

void AppendTo(std::string& out, uint64_t length, uint64_t bits, uint64_t tokens) {
  if (length == 0) return;
  AppendVarint(out, length);
  AppendVarint(out, bits);
  if (bits & kHasTokens) AppendVarint(out, tokens);
}

absl::StatusOr<std::vector<StreamEvent>> Decode(absl::string_view times, absl::string_view runs,
                                                absl::string_view lateness, int64_t base_us) {
  std::vector<StreamEvent> events;
  // Each event has at least one byte of time: no count in the input is trusted.
  int64_t at_us = base_us, gap = 0;
  while (!runs.empty()) {
    uint64_t length, bits, tokens = 0;
    if (!TakeVarint(runs, length) || !TakeVarint(runs, bits)) return absl::DataLossError("event runs end early");
    if ((bits & kHasTokens) && !TakeVarint(runs, tokens)) return absl::DataLossError("event runs end early");
    if ((bits & 15) >= kEventKinds) return absl::DataLossError(absl::StrCat("unknown event kind ", bits & 15));
    if (length > times.size()) return absl::DataLossError("more events than event times");
    for (uint64_t i = 0; i < length; ++i) {
      uint64_t code, late_us;
      if (!TakeVarint(times, code)) return absl::DataLossError("event times end early");
      StreamEvent event;
      if (events.empty()) {
        at_us = Sum(at_us, UnZigZag(code));
      } else if (code != 0) {
        gap = Sum(gap, UnZigZag(code - 1));
        at_us = Sum(at_us, gap);
      }
      if (at_us < kEarliestUs || at_us > kLatestUs) return absl::DataLossError("an event time is out of range");
      event.at_ns = at_us * 1000;
      event.kind = static_cast<EventKind>(bits & 15);
      event.has_choices = bits & kHasChoices;
      event.kernel_stamped = bits & kKernel;
      event.coalesced = bits & kCoalesced;
      if (bits & kHasTokens) event.tokens = static_cast<uint32_t>(tokens);
      if (HasLateness(bits)) {
        if (!TakeVarint(lateness, late_us)) return absl::DataLossError("event lateness ends early");
        event.lateness_ns = static_cast<int64_t>(std::min<uint64_t>(late_us, kLatestUs)) * 1000;
      }
      events.push_back(event);
    }
  }
  if (!times.empty() || !lateness.empty()) return absl::DataLossError("more event times than events");
  return events;
}

}  // namespace

EventTrace::Run EventTrace::RunOf(const StreamEvent& event) {
  return {.bits = static_cast<uint64_t>(event.kind) | (event.has_choices ? kHasChoices : 0) |
                  (event.kernel_stamped ? kKernel : 0) | (event.coalesced ? kCoalesced : 0) |
                  (event.tokens ? kHasTokens : 0),
          .tokens = event.tokens.value_or(0),
          .length = 1};
}

void EventTrace::AppendRun(const StreamEvent& event) {
  const Run run = RunOf(event);
  if (open_.length > 0 && run.bits == open_.bits && run.tokens == open_.tokens) {
    ++open_.length;
  } else {
    AppendTo(runs_, open_.length, open_.bits, open_.tokens);
    open_ = run;
  }
  if (HasLateness(run.bits)) {
    AppendVarint(lateness_, static_cast<uint64_t>(std::max<int64_t>(0, event.lateness_ns.value_or(0))) / 1000);
  }
}

void EventTrace::Append(const StreamEvent& event) {
  const int64_t at_us = event.at_ns / 1000;
  if (size_ == 0) {
    AppendVarint(times_, ZigZag(at_us - base_us_));
  } else if (const int64_t gap = at_us - last_us_; gap == 0) {
    AppendVarint(times_, 0);
  } else {
    AppendVarint(times_, 1 + ZigZag(gap - last_gap_us_));
    last_gap_us_ = gap;
  }
  last_us_ = at_us;
  last_ = event;
  ++size_;
  AppendRun(event);
}

void EventTrace::MarkLastCoalesced(int64_t lateness_ns) {
  if (last_.coalesced) return;
  // The last event is always in the open run: take it out and put it back changed.
  --open_.length;
  const bool had_lateness = HasLateness(RunOf(last_).bits);
  last_.coalesced = true;
  if (had_lateness) {
    // Its lateness stays as first coded.
    const Run run = RunOf(last_);
    AppendTo(runs_, open_.length, open_.bits, open_.tokens);
    open_ = run;
  } else {
    last_.lateness_ns = lateness_ns;
    AppendRun(last_);
  }
}

EventTrace::Encoded EventTrace::Encode() const {
  Encoded encoded{times_, runs_, lateness_};
  AppendTo(encoded.runs, open_.length, open_.bits, open_.tokens);
  return encoded;
}

absl::StatusOr<EventTrace> EventTrace::FromEncoded(Encoded encoded, int64_t base_ns) {
  EventTrace trace(base_ns);
  const absl::StatusOr<std::vector<StreamEvent>> events =
      Decode(encoded.times, encoded.runs, encoded.lateness, trace.base_us_);
  if (!events.ok()) return events.status();
  trace.size_ = events->size();
  if (!events->empty()) trace.last_us_ = events->back().at_ns / 1000;
  trace.times_ = std::move(encoded.times);
  trace.runs_ = std::move(encoded.runs);
  trace.lateness_ = std::move(encoded.lateness);
  return trace;
}

std::vector<StreamEvent> EventTrace::Events() const {
  const Encoded encoded = Encode();
  return Decode(encoded.times, encoded.runs, encoded.lateness, base_us_).value();
}

}  // namespace barrage
