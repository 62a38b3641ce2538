#include "coordinator/metrics/run_totals.h"

#include "coordinator/metrics/request_formulas.h"

namespace barrage {
namespace {

constexpr Int128 kNsPerSecond = 1'000'000'000;

// `count` ÷ `per_count` a second of the window.
std::optional<double> PerSecond(Int128 count, Int128 per_count, const RunTotals& totals) {
  if (totals.duration_ns <= 0) return std::nullopt;
  return Ratio(count * kNsPerSecond, per_count * totals.duration_ns);
}

}  // namespace

namespace formula {

std::optional<double> OutputTokenThroughput(const RunTotals& totals) {
  if (totals.with_output == 0) return std::nullopt;
  return PerSecond(totals.output_tokens, kMillionths, totals);
}

std::optional<double> OutputTokenThroughputPerGpu(const RunTotals& totals) {
  if (totals.with_output == 0 || totals.gpus.value_or(0) <= 0) return std::nullopt;
  return PerSecond(totals.output_tokens, Int128{kMillionths} * *totals.gpus, totals);
}

std::optional<double> TotalTokenThroughput(const RunTotals& totals) {
  if (totals.with_output == 0 || totals.with_input == 0) return std::nullopt;
  return PerSecond(totals.output_tokens + totals.input_tokens * kMillionths, kMillionths, totals);
}

std::optional<double> InputThroughput(const RunTotals& totals) {
  if (totals.with_inputs == 0) return std::nullopt;
  return PerSecond(totals.inputs, 1, totals);
}

std::optional<double> RequestThroughput(const RunTotals& totals) {
  return PerSecond(totals.throughput_over_all ? totals.ended : totals.ended_ok, 1, totals);
}

std::optional<double> Goodput(const RunTotals& totals) {
  if (!totals.goodput_asked) return std::nullopt;
  return PerSecond(totals.good, 1, totals);
}

std::optional<double> GoodRequestFraction(const RunTotals& totals) {
  if (!totals.goodput_asked || totals.ended == 0) return std::nullopt;
  return Ratio(totals.good, totals.ended);
}

std::optional<double> RequestCount(const RunTotals& totals) { return CountOf<Outcome::kOk>(totals); }

std::optional<double> ErrorRequestCount(const RunTotals& totals) {
  return static_cast<double>(FailuresOf(totals.started));
}

std::optional<double> ErrorRate(const RunTotals& totals) {
  const int64_t dispatched = DispatchedOf(totals.started);
  if (dispatched == 0) return std::nullopt;
  return Ratio(FailuresOf(totals.started), dispatched);
}

std::optional<double> BenchmarkDuration(const RunTotals& totals) {
  if (totals.duration_ns <= 0) return std::nullopt;
  return Ratio(totals.duration_ns, kNsPerSecond);
}

std::optional<double> ConcurrencyMean(const RunTotals& totals) {
  if (totals.duration_ns <= 0) return std::nullopt;
  return totals.concurrency_mean;
}

std::optional<double> ConcurrencyMax(const RunTotals& totals) {
  if (totals.duration_ns <= 0) return std::nullopt;
  return static_cast<double>(totals.concurrency_max);
}

std::optional<double> ConcurrencyAsked(const RunTotals& totals) {
  if (!totals.concurrency_asked) return std::nullopt;
  return static_cast<double>(*totals.concurrency_asked);
}

std::optional<double> ReusedConnections(const RunTotals& totals) {
  return static_cast<double>(totals.reused_connections);
}

std::optional<double> UsageDiscrepancies(const RunTotals& totals) {
  if (totals.usage_compared == 0) return std::nullopt;
  return static_cast<double>(totals.usage_discrepancies);
}

std::optional<double> LengthMismatches(const RunTotals& totals) {
  if (totals.length_asked == 0) return std::nullopt;
  return static_cast<double>(totals.length_mismatches);
}

}  // namespace formula
}  // namespace barrage
