#ifndef COORDINATOR_METRICS_RUN_TOTALS_H_
#define COORDINATOR_METRICS_RUN_TOTALS_H_

#include <cstdint>
#include <optional>

#include "coordinator/metrics/outcome_counts.h"
#include "coordinator/metrics/rational.h"
#include "coordinator/metrics/summary.h"

namespace barrage {

// The sums of one window from which its one-number metrics follow. "Started": requests that started inside; the rest:
// what happened inside. Over the whole run the two are the same.
struct RunTotals {
  int64_t duration_ns = 0;                  // last end − first start; of a window: its length
  OutcomeCounts started{};                  // outcomes of those that started inside
  int64_t ended = 0, ended_ok = 0;          // dispatched requests that ended inside
  Int128 output_tokens = 0;                 // millionths, of ok requests, by the events inside
  Int128 input_tokens = 0;                  // of ok requests that started inside
  int64_t with_output = 0, with_input = 0;  // ok requests whose counts are known
  Int128 inputs = 0;                        // embeddings, rankings: texts of ok requests that ended inside
  int64_t with_inputs = 0;
  int64_t reused_connections = 0;
  bool goodput_asked = false;
  int64_t good = 0;  // ok requests that ended inside and met every SLO
  // Requests that the two counts could be compared for, and those where they differ.
  int64_t usage_compared = 0, usage_discrepancies = 0;
  int64_t length_asked = 0, length_mismatches = 0;

  double concurrency_mean = 0;
  int64_t concurrency_max = 0;
  std::optional<int64_t> concurrency_asked;
  std::optional<int64_t> gpus;
  bool throughput_over_all = false;  // Definitions::request_throughput_over_all
};

// One number of a window; absent where it does not apply.
using SystemFormula = std::optional<double> (*)(const RunTotals&);

namespace formula {

std::optional<double> OutputTokenThroughput(const RunTotals& totals);
std::optional<double> OutputTokenThroughputPerGpu(const RunTotals& totals);
std::optional<double> TotalTokenThroughput(const RunTotals& totals);
std::optional<double> InputThroughput(const RunTotals& totals);
std::optional<double> RequestThroughput(const RunTotals& totals);
std::optional<double> Goodput(const RunTotals& totals);
std::optional<double> GoodRequestFraction(const RunTotals& totals);
std::optional<double> RequestCount(const RunTotals& totals);
std::optional<double> ErrorRequestCount(const RunTotals& totals);
std::optional<double> ErrorRate(const RunTotals& totals);
std::optional<double> BenchmarkDuration(const RunTotals& totals);
std::optional<double> ConcurrencyMean(const RunTotals& totals);
std::optional<double> ConcurrencyMax(const RunTotals& totals);
std::optional<double> ConcurrencyAsked(const RunTotals& totals);
std::optional<double> ReusedConnections(const RunTotals& totals);
std::optional<double> UsageDiscrepancies(const RunTotals& totals);
std::optional<double> LengthMismatches(const RunTotals& totals);

template <Outcome kOutcome>
std::optional<double> CountOf(const RunTotals& totals) {
  return static_cast<double>(totals.started[static_cast<size_t>(kOutcome) - 1]);
}

}  // namespace formula

}  // namespace barrage

#endif  // COORDINATOR_METRICS_RUN_TOTALS_H_
