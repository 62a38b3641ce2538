#include "coordinator/workload/request_stream.h"

#include <algorithm>
#include <cmath>

#include "absl/time/time.h"
#include "coordinator/workload/drawn_length.h"

namespace barrage {
namespace {

// A stream of draws for each purpose and LoadPhase.
constexpr const char* kArrival[] = {"warm-up arrival", "arrival"};
constexpr const char* kOutputLength[] = {"warm-up output length", "output length"};
constexpr const char* kModel[] = {"warm-up model", "model"};
constexpr const char* kCancellation[] = {"warm-up cancellation", "cancellation"};

template <typename T>
uint32_t RoundRobin(int64_t ordinal, const std::vector<T>& choices) {
  return choices.empty() ? 0 : static_cast<uint32_t>(ordinal % static_cast<int64_t>(choices.size()));
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
  if (!rule.count && !rule.duration_ns && load.stages.empty()) {
    rule.count = std::max<int64_t>(10, 2 * load.concurrency.value_or(1));
  }
  return rule;
}

std::optional<int64_t> SlotsOf(const LoadPlan& load) {
  return load.open_loop() ? load.concurrency : std::optional<int64_t>(load.concurrency.value_or(1));
}

RequestStream::RequestStream(const Plan& plan, const Dataset& dataset, LoadPhase phase)
    : plan_(plan),
      dataset_(dataset),
      phase_(phase),
      stop_(StopRuleOf(plan.load, phase)),
      output_lengths_(plan.seed, kOutputLength[static_cast<int>(phase)]),
      models_(plan.seed, kModel[static_cast<int>(phase)]),
      cancellations_(plan.seed, kCancellation[static_cast<int>(phase)]) {
  if (plan.load.open_loop()) arrivals_.emplace(plan.load, plan.seed, kArrival[static_cast<int>(phase)]);
}

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

std::optional<wire::ScheduledRequest> RequestStream::Next() {
  if (over_ || (stop_.count && made_ >= *stop_.count)) return std::nullopt;
  wire::ScheduledRequest request;
  if (arrivals_) {
    const std::optional<int64_t> offset_ns = arrivals_->NextOffsetNs();
    over_ = !offset_ns || (stop_.duration_ns && *offset_ns >= *stop_.duration_ns);
    if (over_) return std::nullopt;
    request.set_offset_ns(*offset_ns);
  }
  const int64_t ordinal = made_++;
  request.set_index(phase_ == LoadPhase::kWarmup ? -1 - ordinal : ordinal);
  const int64_t payload = PayloadOf(request.index(), dataset_.size());
  request.set_payload_id(static_cast<uint64_t>(payload));
  request.set_slot_pool(SlotsOf(plan_.load) ? 1 : 0);

  const TargetPlan& target = plan_.target;
  if (target.url_strategy == UrlStrategy::kLeastLoaded) {
    request.set_least_in_flight(true);
  } else {
    request.set_url_index(RoundRobin(ordinal, target.urls));
  }
  const bool draw_model = target.model_strategy == ModelStrategy::kRandom && target.models.size() > 1;
  request.set_model_index(draw_model ? static_cast<uint32_t>(models_.Below(target.models.size()))
                                     : RoundRobin(ordinal, target.models));
  if (const std::optional<int64_t> tokens = DrawOutputTokens(payload)) {
    request.set_max_output_tokens(*tokens);
    if (plan_.dataset.output_tokens_deterministic) request.set_min_output_tokens(*tokens);
  }
  if (plan_.load.cancellation_rate > 0 && cancellations_.Uniform() * 100 < plan_.load.cancellation_rate) {
    request.set_cancel_after_ns(absl::ToInt64Nanoseconds(plan_.load.cancellation_delay));
  }
  return request;
}

std::optional<int64_t> ScheduledCount(const Plan& plan, LoadPhase phase) {
  const StopRule stop = StopRuleOf(plan.load, phase);
  if (!plan.load.open_loop()) return stop.duration_ns ? std::nullopt : stop.count;
  ArrivalSchedule arrivals(plan.load, plan.seed, kArrival[static_cast<int>(phase)]);
  int64_t count = 0;
  while (!stop.count || count < *stop.count) {
    const std::optional<int64_t> offset_ns = arrivals.NextOffsetNs();
    if (!offset_ns || (stop.duration_ns && *offset_ns >= *stop.duration_ns)) break;
    ++count;
  }
  return count;
}

}  // namespace barrage
