#include "coordinator/cli/progress_rates.h"

namespace barrage {
namespace {

constexpr int64_t kSpanNs = 3'000'000'000;

}  // namespace

ProgressRates RateMeter::Update(int64_t now_ns, uint64_t requests, uint64_t tokens) {
  if (!samples_.empty() && (requests < samples_.back().requests || tokens < samples_.back().tokens)) samples_.clear();
  samples_.push_back({now_ns, requests, tokens});
  while (samples_.size() > 2 && now_ns - samples_[1].at_ns >= kSpanNs) samples_.pop_front();
  const Sample& first = samples_.front();
  const double seconds = static_cast<double>(now_ns - first.at_ns) / 1e9;
  if (seconds <= 0) return {};
  return {static_cast<double>(requests - first.requests) / seconds,
          static_cast<double>(tokens - first.tokens) / seconds};
}

}  // namespace barrage
