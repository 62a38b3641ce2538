#include "coordinator/metrics/mean_interval.h"

#include <algorithm>
#include <cmath>

namespace barrage {
namespace {

// The integral of Student's density from 0 to x, from its closed form for integer degrees of freedom (Abramowitz and
// Stegun 26.7.3 and 26.7.4, halved): with θ = atan(x/√ν), sums over powers of cos θ.
double ProbabilityFromZero(double x, int freedom) {
  const double theta = std::atan(x / std::sqrt(freedom));
  const double cosine = std::cos(theta), sine = std::sin(theta);
  if (freedom % 2 == 0) {
    double term = 1, sum = 1;
    for (int k = 2; k < freedom; k += 2) sum += term *= cosine * cosine * (k - 1) / k;
    return sine * sum / 2;
  }
  double sum = 0, term = cosine;
  for (int k = 1; k < freedom; k += 2) {
    sum += term;
    term *= cosine * cosine * (k + 1) / (k + 2);
  }
  return (theta + sine * sum) / M_PI;
}

}  // namespace

double StudentQuantile(double probability, int freedom) {
  double low = 0, high = 1;
  while (ProbabilityFromZero(high, freedom) < probability - 0.5) high *= 2;
  for (int i = 0; i < 200 && high - low > 1e-13 * high; ++i) {
    const double middle = (low + high) / 2;
    (ProbabilityFromZero(middle, freedom) < probability - 0.5 ? low : high) = middle;
  }
  return (low + high) / 2;
}

std::optional<MeanInterval> MeanIntervalOf(absl::Span<const double> values, double confidence) {
  if (values.size() < 2) return std::nullopt;
  const double count = static_cast<double>(values.size());
  MeanInterval all;
  all.min = *std::min_element(values.begin(), values.end());
  all.max = *std::max_element(values.begin(), values.end());
  for (const double value : values) all.mean += value / count;
  double squares = 0;
  for (const double value : values) squares += (value - all.mean) * (value - all.mean);
  all.std = std::sqrt(squares / (count - 1));
  all.se = all.std / std::sqrt(count);
  if (all.mean != 0) all.cv = all.std / std::abs(all.mean);
  all.t_critical = StudentQuantile((1 + confidence) / 2, static_cast<int>(values.size()) - 1);
  all.ci_low = all.mean - all.t_critical * all.se;
  all.ci_high = all.mean + all.t_critical * all.se;
  return all;
}

}  // namespace barrage
