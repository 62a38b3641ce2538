#include "tests/coordinator/report/sample_summary.h"

namespace barrage {
namespace {

// avg 10·scale, min 1·scale, percentiles scale, 2·scale … 10·scale, max 12·scale; intervals up to p95 only.
Distribution Spread(double scale, int64_t count) {
  Distribution value{.count = count, .avg = 10 * scale, .min = scale, .max = 12 * scale, .std = 2.5 * scale};
  for (size_t i = 0; i < kPercentiles.size(); ++i) {
    value.percentiles[i] = scale * static_cast<double>(i + 1);
    if (i < 8) value.ci95[i] = {scale * (static_cast<double>(i) + 0.5), scale * (static_cast<double>(i) + 1.5)};
  }
  return value;
}

Metric Latency(const char* tag, const char* title, double scale) {
  Metric metric{.tag = tag, .title = title, .unit = "ms", .console = true};
  metric.value = Spread(scale, 1234);
  metric.value->error_bound = 0.02;
  metric.with_failures = Spread(scale * 2, 1240);
  return metric;
}

Metric Rate(const char* tag, const char* title, const char* unit, double value) {
  return {.tag = tag,
          .title = title,
          .unit = unit,
          .is_rate = true,
          .console = true,
          .value = Distribution{.count = 1, .avg = value, .min = value, .max = value}};
}

Ledger SampleLedger(int64_t ok, int64_t http_error, int64_t lost) {
  Ledger ledger{.scheduled = ok + http_error + lost};
  ledger.outcomes[static_cast<size_t>(Outcome::kOk) - 1] = ok;
  ledger.outcomes[static_cast<size_t>(Outcome::kHttpError) - 1] = http_error;
  ledger.outcomes[static_cast<size_t>(Outcome::kLostAgent) - 1] = lost;
  return ledger;
}

AgentSummary Agent(uint32_t ordinal, const char* id, bool lost) {
  AgentSummary agent{
      .ordinal = ordinal, .id = id, .host = "gpu-load-1", .version = "0.1.0", .cores = 16, .loops = 15, .slots = 32};
  agent.clock = {.offset_ns = -1'234'567, .bound_ns = 45'000, .drift_ppm = 1.25, .residual_ns = 0, .exchanges = 76};
  agent.ledger = lost ? SampleLedger(600, 0, 3) : SampleLedger(634, 6, 0);
  agent.cpu_fraction_max = 0.41;
  agent.cpu_cores_mean = 0.37;
  agent.resident_bytes_max = 48 << 20;
  agent.stamps_kernel = 123'400;
  agent.lateness_p50_ns = 2'100;
  agent.lateness_p99_ns = 61'000;
  agent.lateness_max_ns = 1'400'000;
  agent.lost = lost;
  return agent;
}

ErrorBudget SampleBudget() {
  ErrorBudget budget;
  budget.loop_lateness = {2'100, 61'000, 1'400'000};
  budget.schedule_lag = LatencyTriple{31'000, 240'000, 900'000};
  budget.lag_coordinator = LatencyTriple{0, 0, 0};
  budget.lag_loop = LatencyTriple{31'000, 240'000, 900'000};
  budget.lag_connection = {40'000, 210'000, 800'000};
  budget.send_lag = {38'000, 190'000, 700'000};
  budget.stamp_error = {20'000, 20'000, 1'400'000};
  budget.first_stamp_error = {20'000, 31'000, 900'000};
  budget.stamps_kernel = 246'800;
  budget.stamps_user = 12;
  budget.coalesced_fraction = 0.0123;
  budget.start_skew_ns = 52'000;
  budget.clock_bound_ns = 45'000;
  budget.timer_resolution_ns = 1;
  budget.throttled_ns = 0;
  budget.nr_throttled = 0;
  budget.cpu_fraction_max = 0.41;
  budget.open_files_fraction = 0.03;
  budget.ports_fraction = 0.0021;
  budget.gaps.push_back({.agent = "load-1", .loop = 2, .from_ns = 5'000'000'000, .to_ns = 5'140'000'000});
  budget.samples_in_gaps = 7;
  budget.ttft_p99_without_gaps_ms = 44.5;
  budget.resends = 1;
  return budget;
}

}  // namespace

Summary SampleSummary() {
  Summary s;
  s.run_id = "5f2a";
  s.run_name = "nightly";
  s.barrage_version = "0.1.0";
  s.started_wall_ns = 1'772'366'400'123'456'000;
  s.plan.load.concurrency = 64;
  s.plan.load.request_count = 1240;
  s.plan.target.models = {"meta/llama-3.1-8b"};
  s.plan_yaml = "load:\n  concurrency: 64\n";
  s.urls = {"http://10.0.3.7:8000"};
  s.model = "meta/llama-3.1-8b";
  s.engine = "vllm";
  s.server = "uvicorn";
  s.verdict = Verdict::kInvalid;
  s.reasons.push_back({.severity = Verdict::kInvalid,
                       .code = "agent_lost",
                       .message = "agent load-2 sent nothing for 6.5 s",
                       .observed = "1 of 2 agents lost",
                       .limit = "0",
                       .agent = "load-2",
                       .distrust = {"request_throughput"}});
  s.notes = {"prompts reused 12.4 times each: a prefix cache flatters TTFT"};
  s.slo_passed = false;
  s.slos = {{"ttft.p99<300ms", 9.0, true}, {"request_latency.p95<100ms", 800.0, false}};
  s.exit_code = 4;
  s.ledger = SampleLedger(1234, 6, 3);
  s.warmup_ledger = SampleLedger(16, 0, 0);
  s.error_rate = 6.0 / 1240;
  s.token_source = "usage";
  s.metrics = {Latency("time_to_first_token", "Time To First Token", 1),
               Latency("time_to_second_token", "Time To Second Token", 0.2),
               Latency("request_latency", "Request Latency", 100),
               Latency("inter_token_latency", "Inter Token Latency", 0.5)};
  s.metrics.push_back({.tag = "output_sequence_length",
                       .title = "Output Sequence Length",
                       .unit = "tokens",
                       .console = true,
                       .value = Spread(20, 1234)});
  s.metrics.push_back({.tag = "reasoning_token_count",
                       .title = "Reasoning Token Count",
                       .unit = "tokens",
                       .absent_reason = "the server sent no reasoning tokens"});
  s.metrics.push_back(Rate("output_token_throughput", "Output Token Throughput", "tokens/s", 12345.678));
  s.metrics.push_back(Rate("request_throughput", "Request Throughput", "requests/s", 61.7));
  s.metrics.push_back(Rate("goodput", "Request Goodput", "requests/s", 60.1));
  s.metrics.push_back(Rate("request_count", "Request Count", "requests", 1234));
  for (int slice = 0; slice < 3; ++slice) {
    WindowSummary window{.name = "slice " + std::to_string(slice + 1),
                         .from_ns = slice * 10'000'000'000ll,
                         .to_ns = (slice + 1) * 10'000'000'000ll};
    window.metrics = {Latency("time_to_first_token", "Time To First Token", 1 + slice),
                      Rate("output_token_throughput", "Output Token Throughput", "tokens/s", 12000 + 300 * slice)};
    s.windows.push_back(std::move(window));
  }
  s.budget = SampleBudget();
  s.agents = {Agent(0, "load-1", false), Agent(1, "load-2", true)};
  s.errors = {
      {Outcome::kHttpError, 429, "Too Many Requests", 6, "{\"error\":\"<script>slow down\x1b[31m\xff</script>\"}"}};
  s.peers = {{"http://10.0.3.7:8000", "10.0.3.7:8000", 700, 697, 5.01},
             {"http://10.0.3.7:8000", "10.0.3.8:8000", 540, 537, 5.2}};
  return s;
}

}  // namespace barrage
