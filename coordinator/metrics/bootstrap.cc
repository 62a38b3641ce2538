#include "coordinator/metrics/bootstrap.h"

#include <algorithm>

#include "common/base/rng.h"

namespace barrage {

ResampledPercentiles::ResampledPercentiles(absl::Span<const int64_t> group_sizes)
    : weights_(group_sizes.size() * kLanes), draws_(kResamples) {
  Rng rng(0, "bootstrap");
  for (size_t b = 0; b < kResamples; ++b) {
    for (size_t i = 0; i < group_sizes.size(); ++i) {
      uint8_t& weight = weights_[rng.Below(group_sizes.size()) * kLanes + b];
      if (weight < 255) ++weight;
    }
    int64_t total = 0;
    for (size_t group = 0; group < group_sizes.size(); ++group) {
      total += WeightOf(b, static_cast<uint32_t>(group)) * group_sizes[group];
    }
    if (total == 0) continue;
    Draw& draw = draws_[b];
    for (size_t i = 0; i < kPerMille.size(); ++i) {
      draw.positions[i] = PositionOf(total, kPerMille[i]);
      draw.targets.push_back({draw.positions[i].below, 2 * i});
      if (draw.positions[i].thousandths > 0) draw.targets.push_back({draw.positions[i].below + 1, 2 * i + 1});
    }
    std::sort(draw.targets.begin(), draw.targets.end(),
              [](const Target& x, const Target& y) { return std::pair(x.rank, x.slot) < std::pair(y.rank, y.slot); });
  }
}

void ResampledPercentiles::Pass(Draw& draw, int64_t value, int64_t count) {
  draw.passed += count;
  while (draw.next < draw.targets.size() && draw.targets[draw.next].rank < draw.passed) {
    draw.found[draw.targets[draw.next++].slot] = value;
  }
}

void ResampledPercentiles::Walk(int64_t value, uint32_t group, int64_t times) {
  if (times == 1) {
    block_values_[block_size_] = value;
    block_groups_[block_size_] = group;
    if (++block_size_ == kBlock) FlushBlock();
    return;
  }
  FlushBlock();
  for (size_t b = 0; b < kResamples; ++b) Pass(draws_[b], value, WeightOf(b, group) * times);
}

void ResampledPercentiles::FlushBlock() {
  // Most blocks hold no percentile of a draw: all draws' counts are added up at once, and only a hit is walked.
  std::array<uint16_t, kLanes> sums{};
  for (size_t i = 0; i < block_size_; ++i) {
    const uint8_t* const weights = &weights_[block_groups_[i] * kLanes];
    for (size_t lane = 0; lane < kLanes; ++lane) sums[lane] = static_cast<uint16_t>(sums[lane] + weights[lane]);
  }
  for (size_t b = 0; b < kResamples; ++b) {
    Draw& draw = draws_[b];
    if (draw.next == draw.targets.size() || draw.targets[draw.next].rank >= draw.passed + sums[b]) {
      draw.passed += sums[b];
      continue;
    }
    for (size_t i = 0; i < block_size_; ++i) Pass(draw, block_values_[i], WeightOf(b, block_groups_[i]));
  }
  block_size_ = 0;
}

std::optional<std::pair<double, double>> ResampledPercentiles::Interval(size_t i, int64_t scale) const {
  std::vector<int64_t> thousandfold;
  for (const Draw& draw : draws_) {
    if (draw.targets.empty()) continue;
    thousandfold.push_back(
        static_cast<int64_t>(InterpolateTimes1000(draw.positions[i], draw.found[2 * i], draw.found[2 * i + 1])));
  }
  if (thousandfold.empty()) return std::nullopt;
  std::sort(thousandfold.begin(), thousandfold.end());
  const auto value_at = [&](int64_t rank) { return thousandfold[static_cast<size_t>(rank)]; };
  const int64_t count = static_cast<int64_t>(thousandfold.size());
  return std::pair(PercentileOf(count, 25, 1000 * scale, value_at), PercentileOf(count, 975, 1000 * scale, value_at));
}

}  // namespace barrage
