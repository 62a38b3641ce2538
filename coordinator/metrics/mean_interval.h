#ifndef COORDINATOR_METRICS_MEAN_INTERVAL_H_
#define COORDINATOR_METRICS_MEAN_INTERVAL_H_

#include <optional>

#include "absl/types/span.h"

namespace barrage {

// What several runs say of one number, each run being one observation of it. The names are AIPerf's.
struct MeanInterval {
  double mean = 0, min = 0, max = 0;
  double std = 0;                  // of the sample: n − 1 below
  double se = 0;                   // std ÷ √n
  std::optional<double> cv;        // std ÷ |mean|; absent where the mean is 0
  double t_critical = 0;           // of Student's t with n − 1 degrees of freedom, two-sided
  double ci_low = 0, ci_high = 0;  // mean ∓ t_critical · se
};

// Absent for fewer than two values. Requires 0 < confidence < 1.
std::optional<MeanInterval> MeanIntervalOf(absl::Span<const double> values, double confidence);

// The value below which Student's t with `freedom` degrees of freedom falls with this probability, for
// 0.5 <= probability < 1, to 10 digits. Requires freedom >= 1.
double StudentQuantile(double probability, int freedom);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_MEAN_INTERVAL_H_
