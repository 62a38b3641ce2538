#include "common/record/event_trace.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/log_histogram.h"
#include "common/base/status_macros.h"
#include "common/base/varint.h"

namespace barrage {
namespace {

constexpr uint64_t kHasChoices = 1 << 4, kKernel = 1 << 5, kCoalesced = 1 << 6, kHasTokens = 1 << 7;

// Any int64 of nanoseconds.
constexpr int64_t kLatestUs = std::numeric_limits<int64_t>::max() / 1000, kEarliestUs = -kLatestUs;

using LatenessBuckets = LogHistogram<3>;

// Hostile sums and products wrap instead of being undefined.
int64_t Sum(int64_t a, int64_t b) { return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b)); }
int64_t Product(int64_t a, uint64_t b) { return static_cast<int64_t>(static_cast<uint64_t>(a) * b); }
int64_t Difference(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
}

bool HasLateness(uint64_t bits) { return (bits & kKernel) == 0 || (bits & kCoalesced) != 0; }

uint64_t LatenessBucket(int64_t lateness_us) {
  return LatenessBuckets::BucketOf(static_cast<uint64_t>(std::clamp<int64_t>(lateness_us, 0, kLatestUs)));
}

// The upper end of a bucket: what is reported as an error may not be less than it was.
int64_t LatenessUs(uint64_t bucket) {
  const uint64_t last = LatenessBucket(kLatestUs);
  return bucket >= last ? kLatestUs : static_cast<int64_t>(LatenessBuckets::LowerEdge(bucket + 1) - 1);
}

void AppendRun(std::string& out, uint64_t length, uint64_t bits, uint64_t tokens) {
  if (length == 0) return;
  AppendVarint(out, length);
  AppendVarint(out, bits);
  if (bits & kHasTokens) AppendVarint(out, tokens);
}

uint64_t BitsOf(const StreamEvent& event) {
  return static_cast<uint64_t>(event.kind) | (event.has_choices ? kHasChoices : 0) |
         (event.kernel_stamped ? kKernel : 0) | (event.coalesced ? kCoalesced : 0) | (event.tokens ? kHasTokens : 0);
}

}  // namespace

int64_t EventTrace::Pace::Expected(uint64_t group_size) const { return Sum(at_us, Product(gap_us, group_size)); }

void EventTrace::Pace::Advance(int64_t to_us, int64_t off_us, uint64_t group_size) {
  at_us = to_us;
  if (groups == 1) {
    gap_us = off_us / static_cast<int64_t>(group_size);
  } else if (groups > 1) {
    gap_us = Sum(gap_us, off_us >> 2);
  }
  ++groups;
}

// Takes an encoded trace apart, group by group.
struct EventTrace::Reader {
  absl::string_view times, runs, lateness;
  Pace pace;
  Run run;
  StreamEvent alike;  // as the events of `run` are, but for time, company and lateness
  size_t events = 0;
  std::vector<StreamEvent>* out = nullptr;  // the events go there; nullptr: they are checked alone

  absl::Status ReadAll() {
    while (!times.empty()) {
      uint64_t size = 0;
      RETURN_IF_ERROR(ReadTime(size));
      RETURN_IF_ERROR(ReadGroup(size));
    }
    if (run.length > 0 || !runs.empty()) return absl::DataLossError("more events than event times");
    if (!lateness.empty()) return absl::DataLossError("more event lateness than events");
    return absl::OkStatus();
  }

 private:
  // The next group's time, into `pace`, and its size.
  absl::Status ReadTime(uint64_t& size) {
    uint64_t code, more = 0;
    if (!TakeVarint(times, code)) return absl::DataLossError("event times end early");
    size = 1;
    if (code == 0) {
      if (!TakeVarint(times, more) || !TakeVarint(times, code)) return absl::DataLossError("event times end early");
      if (code == 0) return absl::DataLossError("a group of events has two sizes");
      size = more > kMostEvents ? kMostEvents + 1 : more + 2;
    }
    events += size;
    if (events > kMostEvents) return absl::DataLossError(absl::StrCat("over ", kMostEvents, " events"));
    const int64_t off_us = UnZigZag(code - 1), at_us = Sum(pace.Expected(size), off_us);
    if (at_us < kEarliestUs || at_us > kLatestUs) return absl::DataLossError("an event time is out of range");
    pace.Advance(at_us, off_us, size);
    return absl::OkStatus();
  }

  // Makes `run` the first run that has events left.
  absl::Status ReadRun() {
    while (run.length == 0) {
      if (runs.empty()) return absl::DataLossError("more event times than events");
      if (!TakeVarint(runs, run.length) || !TakeVarint(runs, run.bits) ||
          ((run.bits & kHasTokens) && !TakeVarint(runs, run.tokens))) {
        return absl::DataLossError("event runs end early");
      }
      if ((run.bits & 15) >= kEventKinds) {
        return absl::DataLossError(absl::StrCat("unknown event kind ", run.bits & 15));
      }
      alike = {.kind = static_cast<EventKind>(run.bits & 15),
               .has_choices = (run.bits & kHasChoices) != 0,
               .kernel_stamped = (run.bits & kKernel) != 0,
               .tokens = std::nullopt,
               .lateness_ns = std::nullopt};
      if (run.bits & kHasTokens) alike.tokens = static_cast<uint32_t>(run.tokens);
    }
    return absl::OkStatus();
  }

  absl::Status ReadGroup(uint64_t size) {
    if (run.length == 0) RETURN_IF_ERROR(ReadRun());
    int64_t late_ns = 0;
    if (size > 1 || HasLateness(run.bits)) {
      uint64_t bucket;
      if (!TakeVarint(lateness, bucket)) return absl::DataLossError("event lateness ends early");
      late_ns = LatenessUs(bucket) * 1000;
    }
    for (uint64_t left = size; left > 0;) {
      if (run.length == 0) RETURN_IF_ERROR(ReadRun());
      const uint64_t count = std::min(left, run.length);
      if (out != nullptr) Emit(count, size > 1 || (run.bits & kCoalesced) != 0, late_ns);
      left -= count;
      run.length -= count;
    }
    return absl::OkStatus();
  }

  void Emit(uint64_t count, bool coalesced, int64_t late_ns) {
    for (; count > 0; --count) {
      // Filled in where it lies: a copy of what was written just before would wait for it.
      StreamEvent& event = out->emplace_back(alike);
      event.at_ns = pace.at_us * 1000;
      event.coalesced = coalesced;
      if (!event.kernel_stamped || coalesced) event.lateness_ns = late_ns;
    }
  }
};

void EventTrace::Append(const StreamEvent& event) {
  const int64_t at_us = event.at_ns / 1000;
  if (size_ == 0) pace_.at_us = base_us_;
  if (size_ > 0 && at_us != last_us_) {
    CloseGroup(closed_, pace_);
    open_group_ = {};
  }
  last_us_ = at_us;
  ++size_;
  ++open_group_.size;
  const uint64_t bits = BitsOf(event), tokens = event.tokens.value_or(0);
  open_group_.late = open_group_.late || HasLateness(bits);
  open_group_.lateness_us = std::max(open_group_.lateness_us, event.lateness_ns.value_or(0) / 1000);
  if (open_run_.length == 0 || bits != open_run_.bits || tokens != open_run_.tokens) {
    AppendRun(closed_.runs, open_run_.length, open_run_.bits, open_run_.tokens);
    open_run_ = {.bits = bits, .tokens = tokens, .length = 0};
  }
  ++open_run_.length;
}

void EventTrace::CloseGroup(Encoded& out, Pace& pace) const {
  const Group& group = open_group_;
  const int64_t off_us = Difference(last_us_, pace.Expected(group.size));
  if (group.size > 1) {
    AppendVarint(out.times, 0);
    AppendVarint(out.times, group.size - 2);
  }
  AppendVarint(out.times, 1 + ZigZag(off_us));
  if (group.late || group.size > 1) AppendVarint(out.lateness, LatenessBucket(group.lateness_us));
  pace.Advance(last_us_, off_us, group.size);
}

int64_t EventTrace::KeptLatenessNs(int64_t lateness_ns) {
  return LatenessUs(LatenessBucket(lateness_ns / 1000)) * 1000;
}

EventTrace::Encoded EventTrace::Encode() const {
  Encoded encoded = closed_;
  if (open_group_.size == 0) return encoded;
  Pace pace = pace_;
  CloseGroup(encoded, pace);
  AppendRun(encoded.runs, open_run_.length, open_run_.bits, open_run_.tokens);
  return encoded;
}

absl::StatusOr<EventTrace> EventTrace::FromEncoded(Encoded encoded, int64_t base_ns) {
  EventTrace trace(base_ns);
  trace.pace_.at_us = trace.base_us_;
  Reader reader{.times = encoded.times, .runs = encoded.runs, .lateness = encoded.lateness, .pace = trace.pace_};
  RETURN_IF_ERROR(reader.ReadAll());
  trace.size_ = reader.events;
  if (trace.size_ > 0) trace.last_us_ = reader.pace.at_us;
  trace.closed_ = std::move(encoded);
  return trace;
}

std::vector<StreamEvent> EventTrace::Events() const {
  Encoded with_open_group;
  const Encoded& encoded = open_group_.size == 0 ? closed_ : (with_open_group = Encode());
  std::vector<StreamEvent> events;
  events.reserve(size_);
  Pace pace;
  pace.at_us = base_us_;
  Reader reader{
      .times = encoded.times, .runs = encoded.runs, .lateness = encoded.lateness, .pace = pace, .out = &events};
  // What this trace holds was written by it or checked.
  (void)reader.ReadAll();
  return events;
}

}  // namespace barrage
