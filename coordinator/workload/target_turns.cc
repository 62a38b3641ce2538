#include "coordinator/workload/target_turns.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace barrage {
namespace {

int64_t CountOf(const std::vector<std::string>& choices) {
  return std::max<int64_t>(1, static_cast<int64_t>(choices.size()));
}

}  // namespace

TargetTurns::TargetTurns(const TargetPlan& target, int64_t payloads, uint64_t seed, const char* purpose)
    : url_strategy_(target.url_strategy),
      draw_models_(target.model_strategy == ModelStrategy::kRandom),
      payloads_(payloads),
      urls_(CountOf(target.urls)),
      models_(CountOf(target.models)),
      rng_(seed, purpose) {}

uint64_t TargetTurns::UrlTurn(int64_t ordinal) const {
  return static_cast<uint64_t>((ordinal % payloads_ + ordinal / payloads_) % urls_);
}

uint64_t TargetTurns::ModelTurn(int64_t ordinal) const {
  const int64_t place = ordinal % payloads_, pass = ordinal / payloads_;
  const bool in_step = url_strategy_ != UrlStrategy::kLeastLoaded && std::gcd(urls_, models_) > 1;
  const int64_t rounds = in_step ? place / std::lcm(urls_, models_) : 0;
  const int64_t passes = url_strategy_ == UrlStrategy::kRoundRobin ? pass / urls_ : pass;
  return static_cast<uint64_t>((place + rounds + passes) % models_);
}

void TargetTurns::Choose(int64_t ordinal, wire::ScheduledRequest& request) {
  switch (url_strategy_) {
    case UrlStrategy::kRoundRobin:
      request.set_url_index(static_cast<uint32_t>(UrlTurn(ordinal)));
      break;
    case UrlStrategy::kLeastLoaded:
      request.set_least_in_flight(true);
      break;
    case UrlStrategy::kSticky: {
      const uint64_t key = request.has_session() ? request.session() : request.payload_id();
      request.set_url_index(static_cast<uint32_t>(key % static_cast<uint64_t>(urls_)));
      break;
    }
  }
  const bool draw = draw_models_ && models_ > 1;
  const uint64_t model = draw ? rng_.Below(static_cast<uint64_t>(models_)) : ModelTurn(ordinal);
  request.set_model_index(static_cast<uint32_t>(model));
}

}  // namespace barrage
