#ifndef TESTS_FAKES_RECORD_BUILDER_H_
#define TESTS_FAKES_RECORD_BUILDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/record/request_record.h"

namespace barrage {

// Where tests let a run begin, on every clock.
inline constexpr int64_t kTestT0Ns = 1'000'000'000;
inline constexpr int64_t kNsPerMs = 1'000'000;

// Builds the record of a streamed request as an agent would make it. Times are ms after t0.
class RecordBuilder {
 public:
  explicit RecordBuilder(int64_t index) {
    record_.index = index;
    record_.payload_id = static_cast<uint64_t>(index < 0 ? -index : index);
    record_.outcome = Outcome::kOk;
    record_.streamed = record_.saw_done = record_.saw_finish_reason = record_.connection_reused = true;
    record_.http_status = 200;
    record_.peer = "10.0.0.1:8000";
  }

  RecordBuilder& Dispatched(double ms) { return Set(record_.dispatched_ns, ms); }
  RecordBuilder& Intended(double ms) { return Set(record_.intended_ns, ms); }
  RecordBuilder& Granted(double ms) { return Set(record_.granted_ns, ms); }
  RecordBuilder& Sent(double ms) { return Set(record_.request_sent_ns, ms); }
  RecordBuilder& FirstByte(double ms) { return Set(record_.first_byte_ns, ms); }
  RecordBuilder& End(double ms) { return Set(record_.stream_end_ns, ms); }
  RecordBuilder& With(Outcome outcome) {
    record_.outcome = outcome;
    return *this;
  }
  RecordBuilder& Usage(int64_t prompt, int64_t completion) {
    record_.usage = TokenUsage{.prompt = prompt,
                               .completion = completion,
                               .total = prompt + completion,
                               .reasoning = std::nullopt,
                               .cached = std::nullopt};
    return *this;
  }

  // An event of this kind; kernel-stamped and alone in its read unless changed.
  RecordBuilder& Event(double ms, EventKind kind = EventKind::kContent, std::optional<uint32_t> tokens = std::nullopt) {
    StreamEvent event;
    event.at_ns = At(ms);
    event.kind = kind;
    event.kernel_stamped = true;
    event.tokens = tokens;
    return Event(event);
  }
  RecordBuilder& Event(const StreamEvent& event) {
    events_.push_back(event);
    return *this;
  }
  RecordBuilder& Content(const std::vector<double>& ms) {
    for (const double at : ms) Event(at);
    return *this;
  }

  // Any other field.
  template <typename Change>
  RecordBuilder& Changed(const Change& change) {
    change(record_);
    return *this;
  }

  RequestRecord Build() const {
    RequestRecord record = record_;
    record.events = EventTrace(record.dispatched_ns.value_or(0));
    for (const StreamEvent& event : events_) record.events.Append(event);
    return record;
  }

  static int64_t At(double ms) { return kTestT0Ns + static_cast<int64_t>(ms * kNsPerMs + (ms < 0 ? -0.5 : 0.5)); }

 private:
  RecordBuilder& Set(std::optional<int64_t>& field, double ms) {
    field = At(ms);
    return *this;
  }

  RequestRecord record_;
  std::vector<StreamEvent> events_;
};

}  // namespace barrage

#endif  // TESTS_FAKES_RECORD_BUILDER_H_
