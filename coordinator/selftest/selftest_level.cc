#include "coordinator/selftest/selftest_level.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

constexpr double kNsPerMs = 1e6;

}  // namespace

std::string SelftestLevel::Name() const {
  return concurrency ? absl::StrCat(*concurrency, " streams") : absl::StrCat(request_rate.value_or(0), " requests/s");
}

std::vector<SelftestLevel> SelftestLadder() {
  std::vector<SelftestLevel> ladder;
  for (const int64_t streams : {1, 10, 100, 500, 1000, 2000}) ladder.push_back({.concurrency = streams});
  for (const double rate : {10, 100, 500, 1000}) ladder.push_back({.request_rate = rate});
  return ladder;
}

ErrorSpread SpreadOf(const std::vector<int64_t>& errors_ns) {
  ErrorSpread spread{.count = static_cast<int64_t>(errors_ns.size())};
  if (errors_ns.empty()) return spread;
  const double mean_ns = Mean(errors_ns);
  double squares = 0;
  for (const int64_t error : errors_ns) squares += std::pow(static_cast<double>(error) - mean_ns, 2);
  spread.mean = mean_ns / kNsPerMs;
  spread.std = std::sqrt(squares / static_cast<double>(errors_ns.size())) / kNsPerMs;
  spread.p50 = static_cast<double>(AbsoluteQuantile(errors_ns, 0.5)) / kNsPerMs;
  spread.p99 = static_cast<double>(AbsoluteQuantile(errors_ns, 0.99)) / kNsPerMs;
  return spread;
}

bool SelftestResult::Trusted() const {
  return verdict == Verdict::kValid && requests > 0 && mismatched == 0 && std::abs(ttft.mean) <= kMostTtftMeanMs &&
         ttft.p99 <= kMostTtftP99Ms && gap.p99 <= kMostGapP99Ms;
}

SelftestResult ResultOf(const SelftestLevel& level, const Summary& summary, const TruthErrors& errors) {
  SelftestResult result{.level = level,
                        .ttft = SpreadOf(errors.ttft),
                        .gap = SpreadOf(errors.gap),
                        .coalesced_gap = SpreadOf(errors.gap_coalesced),
                        .stamp = SpreadOf(errors.stamp),
                        .requests = static_cast<int64_t>(errors.compared),
                        .mismatched = static_cast<int64_t>(errors.mismatched)};
  result.cpu_fraction_max = summary.budget.cpu_fraction_max;
  for (const AgentSummary& agent : summary.agents) result.cpu_cores_mean += agent.cpu_cores_mean;
  result.coalesced_fraction = summary.budget.coalesced_fraction;
  result.stamps_kernel = summary.budget.stamps_kernel;
  result.stamps_user = summary.budget.stamps_user;
  result.verdict = summary.verdict;
  for (const VerdictReason& reason : summary.reasons) {
    if (std::find(result.reasons.begin(), result.reasons.end(), reason.code) == result.reasons.end()) {
      result.reasons.push_back(reason.code);
    }
  }
  return result;
}

std::optional<SelftestLevel> TrustedTo(const std::vector<SelftestResult>& results, bool rates) {
  std::optional<SelftestLevel> highest;
  for (const SelftestResult& result : results) {
    if (result.level.request_rate.has_value() != rates) continue;
    if (!result.Trusted()) break;
    highest = result.level;
  }
  return highest;
}

}  // namespace barrage
