#ifndef COORDINATOR_SELFTEST_SELFTEST_LEVEL_H_
#define COORDINATOR_SELFTEST_SELFTEST_LEVEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coordinator/metrics/summary.h"
#include "coordinator/selftest/journal_truth.h"

namespace barrage {

// A load to measure with: one of the two is set.
struct SelftestLevel {
  std::optional<int64_t> concurrency;
  std::optional<double> request_rate;

  // "100 streams", "50 requests/s"
  std::string Name() const;
};

// The ladder of a whole selftest: streams first, then rates.
std::vector<SelftestLevel> SelftestLadder();

// Measured − true, in ms. Percentiles are of the size, the mean keeps its sign: it is the bias.
struct ErrorSpread {
  int64_t count = 0;
  double mean = 0, std = 0, p50 = 0, p99 = 0;
};
ErrorSpread SpreadOf(const std::vector<int64_t>& errors_ns);

// What one level showed.
struct SelftestResult {
  SelftestLevel level;
  ErrorSpread ttft, gap, coalesced_gap, stamp;  // gap, stamp: of events that share no read and no kernel stamp
  int64_t requests = 0;
  int64_t mismatched = 0;  // requests whose token events are not those that were sent
  double cpu_fraction_max = 0, coalesced_fraction = 0;
  double cpu_cores_mean = 0;  // CPU seconds a second, of all agents
  int64_t stamps_kernel = 0, stamps_user = 0;
  Verdict verdict = Verdict::kValid;
  std::vector<std::string> reasons;  // codes

  // VALID, every event seen, and errors within kMost….
  bool Trusted() const;
};

inline constexpr double kMostTtftMeanMs = 0.1, kMostTtftP99Ms = 0.2, kMostGapP99Ms = 0.1;

SelftestResult ResultOf(const SelftestLevel& level, const Summary& summary, const TruthErrors& errors);

// The highest level of `results` up to which all are trusted, of those with a concurrency or those with a rate.
std::optional<SelftestLevel> TrustedTo(const std::vector<SelftestResult>& results, bool rates);

}  // namespace barrage

#endif  // COORDINATOR_SELFTEST_SELFTEST_LEVEL_H_
