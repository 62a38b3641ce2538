#ifndef COORDINATOR_METRICS_BOOTSTRAP_H_
#define COORDINATOR_METRICS_BOOTSTRAP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "coordinator/metrics/percentile.h"

namespace barrage {

// 95 % intervals of the percentiles of values that come in groups (the gaps of a request): 200 times as many groups as
// there are, are drawn with replacement, seed 0, and each draw's percentiles are found in one walk over all values.
// Called in this order: construction with each group's number of values, Walk over every value in ascending order,
// Finish, Interval. 208 bytes a group.
class ResampledPercentiles {
 public:
  static constexpr size_t kResamples = 200;

  explicit ResampledPercentiles(absl::Span<const int64_t> group_sizes);

  // The next value, `times` times, of this group. Requires value not below the one before.
  void Walk(int64_t value, uint32_t group, int64_t times);
  void Finish() { FlushBlock(); }

  // Of percentile kPerMille[i], in units of `scale`; absent when no draw holds a value.
  std::optional<std::pair<double, double>> Interval(size_t i, int64_t scale) const;

 private:
  static constexpr size_t kLanes = 208;  // kResamples, filled up to whole vectors
  static constexpr size_t kBlock = 256;  // values whose weights add up within 16 bits
  struct Target {
    int64_t rank = 0;
    size_t slot = 0;  // 2 × percentile, + 1 for its upper neighbour
  };
  struct Draw {
    int64_t passed = 0;           // values before the walk
    std::vector<Target> targets;  // by rank
    size_t next = 0;
    std::array<PercentilePosition, kPerMille.size()> positions;
    std::array<int64_t, 2 * kPerMille.size()> found{};
  };

  int64_t WeightOf(size_t draw, uint32_t group) const { return weights_[group * kLanes + draw]; }
  void Pass(Draw& draw, int64_t value, int64_t count);
  void FlushBlock();

  std::vector<uint8_t> weights_;  // [group][draw]: how often the draw holds the group, at most 255
  std::vector<Draw> draws_;
  size_t block_size_ = 0;
  std::array<int64_t, kBlock> block_values_{};
  std::array<uint32_t, kBlock> block_groups_{};
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_BOOTSTRAP_H_
