#include "coordinator/workload/request_stream.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "absl/time/time.h"
#include "coordinator/arrival/arrival_schedule.h"
#include "coordinator/arrival/replay.h"
#include "coordinator/workload/drawn_length.h"

namespace barrage {
namespace {

// A stream of draws for each purpose and LoadPhase.
constexpr const char* kArrival[] = {"warm-up arrival", "arrival"};
constexpr const char* kOutputLength[] = {"warm-up output length", "output length"};
constexpr const char* kModel[] = {"warm-up model", "model"};
constexpr const char* kCancellation[] = {"warm-up cancellation", "cancellation"};

// Slot pool 1 is shared; those above have a single slot.
constexpr uint32_t kSharedPool = 1, kFirstOwnPool = 2;

// The times of a phase's requests, in ns after t0; null in a closed loop. `dataset` must outlive them.
std::function<std::optional<int64_t>()> OffsetsOf(const Plan& plan, const Dataset& dataset, LoadPhase phase) {
  if (!plan.load.open_loop()) return nullptr;
  if (plan.load.fixed_schedule) {
    auto replay = std::make_shared<ReplaySchedule>(
        dataset.size(), [&dataset](int64_t id) { return dataset.OffsetNsOf(id).value_or(0); },
        /*repeat=*/phase == LoadPhase::kWarmup);
    return [replay] { return replay->NextOffsetNs(); };
  }
  LoadPlan load = plan.load;
  if (load.user_rate) {  // one after another, all round
    load.request_rate = load.user_rate;
    load.arrival = ArrivalKind::kConstant;
  }
  auto arrivals = std::make_shared<ArrivalSchedule>(load, plan.seed, kArrival[static_cast<int>(phase)]);
  return [arrivals] { return arrivals->NextOffsetNs(); };
}

}  // namespace

StopRule StopRuleOf(const LoadPlan& load, LoadPhase phase) {
  StopRule rule;
  if (phase == LoadPhase::kWarmup) {
    if (load.warmup_duration) rule.duration_ns = absl::ToInt64Nanoseconds(*load.warmup_duration);
    if (load.warmup_request_count > 0 || !rule.duration_ns) rule.count = load.warmup_request_count;
    return rule;
  }
  rule.count = load.request_count;
  if (load.duration) rule.duration_ns = absl::ToInt64Nanoseconds(*load.duration);
  if (!rule.count && !rule.duration_ns && load.stages.empty() && !load.fixed_schedule) {
    rule.count = std::max<int64_t>(10, 2 * load.slots().value_or(1));
  }
  return rule;
}

RequestStream::RequestStream(const Plan& plan, const Dataset& dataset, LoadPhase phase)
    : plan_(plan),
      dataset_(dataset),
      phase_(phase),
      stop_(StopRuleOf(plan.load, phase)),
      next_offset_ns_(OffsetsOf(plan, dataset, phase)),
      output_lengths_(plan.seed, kOutputLength[static_cast<int>(phase)]),
      cancellations_(plan.seed, kCancellation[static_cast<int>(phase)]),
      turns_(plan.target, dataset.size(), plan.seed, kModel[static_cast<int>(phase)]) {}

int64_t RequestStream::PayloadOf(int64_t index, int64_t payloads) {
  return index >= 0 ? index % payloads : payloads - 1 - (-1 - index) % payloads;
}

std::optional<int64_t> RequestStream::DrawOutputTokens(int64_t payload) {
  const DatasetPlan& asked = plan_.dataset;
  // Drawn for every request, so that one prompt with a length of its own does not shift the lengths of the others.
  std::optional<int64_t> drawn;
  if (asked.output_tokens_mean) {
    drawn = DrawLength(*asked.output_tokens_mean, asked.output_tokens_stddev, output_lengths_);
  }
  const std::optional<int64_t> own = dataset_.OutputTokensOf(payload);
  return own ? own : drawn;
}

void RequestStream::SetGate(int64_t ordinal, wire::ScheduledRequest& request) const {
  const LoadPlan& load = plan_.load;
  if (!load.user_rate) {
    request.set_slot_pool(load.slots() ? kSharedPool : 0);
    return;
  }
  const int64_t users = load.users.value_or(1), user = ordinal % users;
  request.set_session(static_cast<uint64_t>(user));
  request.set_turn(static_cast<uint64_t>(ordinal / users));
  request.set_slot_pool(kFirstOwnPool + static_cast<uint32_t>(user));
  request.set_spacing_ns(std::llround(static_cast<double>(users) / *load.user_rate * 1e9));
}

std::optional<wire::ScheduledRequest> RequestStream::Next() {
  if (over_ || (stop_.count && made_ >= *stop_.count)) return std::nullopt;
  wire::ScheduledRequest request;
  if (next_offset_ns_) {
    const std::optional<int64_t> offset_ns = next_offset_ns_();
    over_ = !offset_ns || (stop_.duration_ns && *offset_ns >= *stop_.duration_ns);
    if (over_) return std::nullopt;
    request.set_offset_ns(*offset_ns);
  }
  const int64_t ordinal = made_++;
  request.set_index(phase_ == LoadPhase::kWarmup ? -1 - ordinal : ordinal);
  const int64_t payload = PayloadOf(request.index(), dataset_.size());
  request.set_payload_id(static_cast<uint64_t>(payload));
  SetGate(ordinal, request);
  turns_.Choose(ordinal, request);
  if (const std::optional<int64_t> tokens = DrawOutputTokens(payload)) {
    request.set_max_output_tokens(*tokens);
    if (plan_.dataset.output_tokens_deterministic) request.set_min_output_tokens(*tokens);
  }
  if (plan_.load.cancellation_rate > 0 && cancellations_.Uniform() * 100 < plan_.load.cancellation_rate) {
    request.set_cancel_after_ns(absl::ToInt64Nanoseconds(plan_.load.cancellation_delay));
  }
  return request;
}

std::optional<int64_t> ScheduledCount(const Plan& plan, const Dataset& dataset, LoadPhase phase) {
  const StopRule stop = StopRuleOf(plan.load, phase);
  if (!plan.load.open_loop()) return stop.duration_ns ? std::nullopt : stop.count;
  const auto next_offset_ns = OffsetsOf(plan, dataset, phase);
  int64_t count = 0;
  while (!stop.count || count < *stop.count) {
    const std::optional<int64_t> offset_ns = next_offset_ns();
    if (!offset_ns || (stop.duration_ns && *offset_ns >= *stop.duration_ns)) break;
    ++count;
  }
  return count;
}

}  // namespace barrage
