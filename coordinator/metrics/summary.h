#ifndef COORDINATOR_METRICS_SUMMARY_H_
#define COORDINATOR_METRICS_SUMMARY_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/record/outcome.h"
#include "coordinator/plan/plan.h"

namespace barrage {

enum class Verdict { kValid, kDegraded, kInvalid };

// Why a run is not VALID (METRICS §6). `code` is stable and machine-readable.
struct VerdictReason {
  Verdict severity = Verdict::kDegraded;
  std::string code, message, observed, limit;
  std::optional<std::string> agent;
  std::vector<std::string> distrust;  // metric tags
};

// The percentiles that are printed, and their keys in files: "p1" … "p99", "p99_9".
inline constexpr std::array<double, 10> kPercentiles = {1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9};
inline constexpr std::array<const char*, 10> kPercentileKeys = {"p1",  "p5",  "p10", "p25", "p50",
                                                                "p75", "p90", "p95", "p99", "p99_9"};

// One metric's distribution, in the metric's unit.
struct Distribution {
  int64_t count = 0;
  double avg = 0, min = 0, max = 0, std = 0;
  std::array<double, kPercentiles.size()> percentiles{};
  // 95 % interval of each percentile; absent where the count supports none.
  std::array<std::optional<std::pair<double, double>>, kPercentiles.size()> ci95{};
  std::optional<double> error_bound;  // ± in the unit: how wrong a value may be by measurement
  bool histogram = false;             // past the exact size: within 0.1 %
};

// One row of the report: a row of the metric catalog with what the run gave.
struct Metric {
  std::string tag, title, unit;
  std::string formula;                // in words, as docs/metrics.md has it
  bool is_rate = false;               // one number (avg), no distribution
  bool console = false;               // stands in the console's main table
  std::string note;                   // "events" where tokens are counted as events, and the like
  std::optional<Distribution> value;  // absent: the metric does not apply or nothing was seen
  std::string absent_reason;          // why value is absent
  // The same with each failed request counted as the worst; absent for metrics that are not latencies.
  std::optional<Distribution> with_failures;
};

using OutcomeCounts = std::array<int64_t, kOutcomes.size()>;  // by Outcome number − 1

struct Ledger {
  int64_t scheduled = 0;
  OutcomeCounts outcomes{};
  bool operator==(const Ledger&) const = default;
};

// A clock's fit at the last exchange of one stage of the run.
struct ClockStage {
  int64_t offset_ns = 0, bound_ns = 0;
  int64_t exchanges = 0;  // of the stage
};

struct ClockSummary {
  int64_t offset_ns = 0;  // coordinator − agent at the run's start
  int64_t bound_ns = 0;   // ±
  double drift_ppm = 0;
  int64_t residual_ns = 0;  // worst violation of an exchange's interval
  bool piecewise = false;   // no single line fitted
  int64_t exchanges = 0;
  std::optional<ClockStage> before, during, after;  // the load; absent: no exchange then
};

struct AgentSummary {
  uint32_t ordinal = 0;
  std::string id, host, version;
  uint32_t cores = 0, loops = 0;
  int64_t slots = 0;
  ClockSummary clock;
  Ledger ledger;
  double cpu_fraction_max = 0;  // busiest loop in any second
  double cpu_cores_mean = 0;    // CPU seconds a second, whole process
  int64_t resident_bytes_max = 0;
  std::optional<int64_t> throttled_ns, nr_throttled;
  int64_t stamps_kernel = 0, stamps_user = 0, stamps_coalesced = 0;
  int64_t lateness_p50_ns = 0, lateness_p99_ns = 0, lateness_max_ns = 0;
  int64_t spool_bytes_max = 0;
  int64_t involuntary_switches = 0;
  int64_t open_files_max = 0, open_files_limit = 0;  // limit 0: unknown
  int64_t ports_max = 0, ports_limit = 0;            // toward the target
  bool lost = false;
};

struct LatencyTriple {
  int64_t p50 = 0, p99 = 0, max = 0;  // ns
};

struct LoopGapSummary {
  std::string agent;
  uint32_t loop = 0;
  int64_t from_ns = 0, to_ns = 0;  // since t0, common axis
};

// METRICS §6: how wrong the numbers may be.
struct ErrorBudget {
  LatencyTriple loop_lateness;                             // time between readiness and stamp, all agents
  std::optional<LatencyTriple> schedule_lag;               // dispatched − intended; absent in closed loop
  std::optional<LatencyTriple> lag_coordinator, lag_loop;  // its parts: late grant, late loop
  LatencyTriple lag_connection;                            // request_sent − dispatched
  LatencyTriple send_lag;           // request_sent − dispatched, connecting left out (schedule_lag.h)
  LatencyTriple stamp_error;        // over content events
  LatencyTriple first_stamp_error;  // over the first content event of each request
  int64_t stamps_kernel = 0, stamps_user = 0;
  double coalesced_fraction = 0;          // of content events
  double coalesced_content_fraction = 0;  // of content events: coalesced with another content event, which is judged
  int64_t start_skew_ns = 0;              // between agents, with the clocks' bounds
  int64_t clock_bound_ns = 0;             // worst of the agents
  int64_t timer_resolution_ns = 0;
  std::optional<int64_t> throttled_ns, nr_throttled;
  double cpu_fraction_max = 0;
  int64_t involuntary_switches = 0;
  double open_files_fraction = 0, ports_fraction = 0;  // worst of the agents, of their limits
  int64_t without_port = 0, without_file = 0;          // connects that failed for want of one
  std::optional<double> slots_idle_fraction;           // closed loop
  std::vector<LoopGapSummary> gaps;                    // over 100 ms
  int64_t samples_in_gaps = 0;
  std::optional<double> ttft_p99_without_gaps_ms, token_gap_p99_without_gaps_ms;
  std::optional<double> histogram_error;  // relative, if a histogram was used
  int64_t resends = 0, clamped = 0;
};

// The tokenizer that the plan names.
struct TokenizerSummary {
  std::string name, from, sha256;  // from, sha256: empty when it could not be had
  std::string fault;               // why
};

// One class of failures.
struct ErrorClass {
  Outcome outcome = Outcome::kHttpError;
  std::optional<int32_t> status;
  std::string message;  // what went wrong, without what differs between requests
  int64_t count = 0;
  std::optional<std::string> first_body;
  int64_t with_retry_after = 0;              // answers that said Retry-After; nothing is sent again
  std::optional<int64_t> retry_after_max_s;  // the longest
};

struct PeerSummary {
  std::string url, peer;
  int64_t requests = 0, ok = 0;
  double ttft_p50_ms = 0;
};

// By how much a counter of the server's grew.
struct ServerGrowth {
  double growth = 0;
  std::optional<double> per_s;     // absent with one reading
  int64_t from_ns = 0, to_ns = 0;  // first and last reading, since t0: just outside the measured phase where there are
  int64_t readings = 0;
};

// One series of the server's own metrics: a level or a growth.
struct ServerSeries {
  std::optional<Distribution> level;
  std::optional<ServerGrowth> growth;
};

struct ServerPage {
  std::string url;
  int64_t scrapes = 0, faults = 0;
  std::string first_fault;
};

// A series, or several as one, that means the same for every engine: "requests_running".
struct ServerFigure {
  std::string url, tag, title;
  bool is_share = false;
  ServerSeries value;
};

// One thing told of one GPU: its power, memory, utilization …, as GenAI-Perf names it.
struct GpuFigure {
  std::string gpu;  // as its label says: "0"; with several pages "HOST:PORT/0"
  std::string tag, unit;
  bool is_constant = false;  // a limit or a size: only `avg` means something
  Distribution value;
};

// What the server said of itself during the measured phase.
struct ServerView {
  std::vector<ServerPage> pages;
  std::vector<ServerFigure> figures;           // by page, then in a fixed order
  std::map<std::string, ServerSeries> series;  // by name with labels; with several pages the label instance too
  std::vector<GpuFigure> gpus;                 // by tag in a fixed order, then as they were read
  std::optional<int64_t> our_output_tokens;    // of ok requests, to stand beside generation_tokens
};

struct SloResult {
  std::string rule;
  std::optional<double> observed;
  bool passed = false;
};

// A window of the run with its own table.
struct WindowSummary {
  std::string name;                // "whole", "steady", "slice 3"
  int64_t from_ns = 0, to_ns = 0;  // since t0, common axis
  double dip_fraction = 0;         // steady state: share of time under 0.95 C
  std::vector<Metric> metrics;
};

// Everything that any exporter may print. A pure function of the log: exporters format, they never compute.
struct Summary {
  std::string run_id, run_name, barrage_version;
  int64_t started_wall_ns = 0;
  Plan plan;
  std::string plan_yaml;
  std::vector<std::string> urls;
  std::string model, engine, server;

  Verdict verdict = Verdict::kValid;
  std::vector<VerdictReason> reasons;
  std::vector<std::string> notes;  // not reasons: prompts reused, not stationary, uneven peers …
  std::optional<bool> slo_passed;  // absent: no thresholds were asked for
  std::vector<SloResult> slos;
  int exit_code = 0;  // of METRICS §6, as `report` exits

  Ledger ledger;
  std::optional<Ledger> warmup_ledger;
  double error_rate = 0;     // failures ÷ dispatched
  std::string token_source;  // "usage", "tokenizer", "events"
  std::optional<TokenizerSummary> tokenizer;
  std::string definitions = "barrage";

  std::vector<Metric> metrics;  // catalog order; the window that was asked for (whole by default)
  std::vector<WindowSummary> windows;
  ErrorBudget budget;
  std::vector<AgentSummary> agents;
  std::vector<ErrorClass> errors;
  std::vector<PeerSummary> peers;
  std::optional<std::string> selftest_json;
  std::string selftest_text;  // what it says of this run's load; empty: no selftest was given
  ServerView server_view;

  // The metric with `tag`, or nullptr.
  const Metric* Find(const std::string& tag) const {
    for (const Metric& metric : metrics) {
      if (metric.tag == tag) return &metric;
    }
    return nullptr;
  }
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_SUMMARY_H_
