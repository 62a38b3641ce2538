#include "coordinator/arrival/arrival_schedule.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

std::vector<int64_t> Offsets(const LoadPlan& load, size_t most, uint64_t seed = 3) {
  ArrivalSchedule schedule(load, seed, "arrival");
  std::vector<int64_t> offsets;
  while (offsets.size() < most) {
    const std::optional<int64_t> offset_ns = schedule.NextOffsetNs();
    if (!offset_ns) break;
    offsets.push_back(*offset_ns);
  }
  return offsets;
}

LoadPlan Rate(double per_s, ArrivalKind arrival) {
  LoadPlan load;
  load.request_rate = per_s;
  load.arrival = arrival;
  return load;
}

TEST(ArrivalSchedule, ConstantArrivalsDoNotDrift) {
  const std::vector<int64_t> offsets = Offsets(Rate(3, ArrivalKind::kConstant), 3'000'001);
  EXPECT_EQ(offsets[0], 0);
  EXPECT_EQ(offsets[1], 333'333'333);
  EXPECT_EQ(offsets[2], 666'666'667);
  EXPECT_EQ(offsets[3'000'000], 1'000'000'000'000'000);
}

TEST(ArrivalSchedule, OffsetsNeverGoBack) {
  for (const ArrivalKind arrival : {ArrivalKind::kConstant, ArrivalKind::kPoisson, ArrivalKind::kGamma}) {
    LoadPlan load = Rate(1000, arrival);
    load.arrival_smoothness = 0.2;
    load.request_rate_ramp = absl::Seconds(3);
    const std::vector<int64_t> offsets = Offsets(load, 20000);
    EXPECT_TRUE(std::is_sorted(offsets.begin(), offsets.end()));
  }
}

TEST(ArrivalSchedule, PoissonKeepsItsMeanRate) {
  const std::vector<int64_t> offsets = Offsets(Rate(50, ArrivalKind::kPoisson), 40000);
  // The last of n arrivals is Erlang with mean n/50 s and relative deviation 1/√n = 0.5 %: three of them.
  EXPECT_NEAR(static_cast<double>(offsets.back()) / 1e9, 800, 3 * 800 / std::sqrt(40000));
}

TEST(ArrivalSchedule, ConstantArrivalsInStagesMatchTheIntegral) {
  LoadPlan load;
  load.arrival = ArrivalKind::kConstant;
  load.stages = {{10, 10, absl::Seconds(5)}, {0, 40, absl::Seconds(10)}, {20, 20, absl::Seconds(5)}};
  const std::vector<int64_t> offsets = Offsets(load, 1000);
  // 50 + 200 + 100 arrivals, at N = 0, 1, 2 … 349.
  ASSERT_EQ(offsets.size(), 350u);
  const auto before = [&](int64_t s) {
    return std::lower_bound(offsets.begin(), offsets.end(), s * 1'000'000'000) - offsets.begin();
  };
  EXPECT_EQ(before(5), 50);
  EXPECT_EQ(before(10), 50 + 50);  // 2 t² arrivals t seconds into the ramp
  EXPECT_EQ(before(15), 250);
  EXPECT_LT(offsets.back(), 20'000'000'000);
}

TEST(ArrivalSchedule, PoissonInARampIsUniformInTheIntegral) {
  LoadPlan load;
  load.stages = {{0, 200, absl::Seconds(100)}};
  const std::vector<int64_t> offsets = Offsets(load, 1'000'000);
  // Given their number, N(t)/N(100 s) = (t/100)² of the arrivals is uniform: Kolmogorov-Smirnov at p = 0.01.
  const double n = static_cast<double>(offsets.size());
  EXPECT_NEAR(n, 10000, 3 * 100);
  double distance = 0;
  for (size_t i = 0; i < offsets.size(); ++i) {
    const double u = std::pow(static_cast<double>(offsets[i]) / 100e9, 2);
    distance = std::max({distance, static_cast<double>(i + 1) / n - u, u - static_cast<double>(i) / n});
  }
  EXPECT_LT(distance, 1.63 / std::sqrt(n));
}

}  // namespace
}  // namespace barrage
