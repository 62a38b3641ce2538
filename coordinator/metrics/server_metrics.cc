#include "coordinator/metrics/server_metrics.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "coordinator/metrics/percentile.h"

namespace barrage {
namespace {

Distribution Describe(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t count = values.size();
  long double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const long double mean = sum / static_cast<long double>(count);
  for (const double value : values) squares += (value - mean) * (value - mean);
  Distribution result;
  result.count = static_cast<int64_t>(count);
  result.avg = static_cast<double>(mean);
  result.std = static_cast<double>(std::sqrt(squares / static_cast<long double>(count)));
  result.min = values.front();
  result.max = values.back();
  for (size_t i = 0; i < kPerMille.size(); ++i) {
    const PercentilePosition position = PositionOf(result.count, kPerMille[i]);
    const double below = values[static_cast<size_t>(position.below)];
    const double above = position.thousandths == 0 ? below : values[static_cast<size_t>(position.below) + 1];
    result.percentiles[i] = below + (above - below) * static_cast<double>(position.thousandths) / 1000;
  }
  return result;
}

}  // namespace

std::map<std::string, Distribution> SummarizeScrapes(const RunFacts& facts) {
  std::map<std::string, std::vector<double>> series;
  for (const wire::Scrape& scrape : facts.scrapes) {
    for (int i = 0; i < std::min(scrape.names_size(), scrape.values_size()); ++i) {
      if (std::isfinite(scrape.values(i))) series[scrape.names(i)].push_back(scrape.values(i));
    }
  }
  std::map<std::string, Distribution> result;
  for (auto& [name, values] : series) result[name] = Describe(std::move(values));
  return result;
}

}  // namespace barrage
