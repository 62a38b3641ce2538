#include "coordinator/metrics/metric_catalog.h"

namespace barrage {
namespace {

constexpr int64_t kNsPerMs = 1'000'000;

// Latencies of a request, in ms.
constexpr MetricRow Latency(absl::string_view tag, absl::string_view title, absl::string_view formula,
                            absl::string_view absent_when, RequestFormula value, RequestFormula elapsed = nullptr) {
  return {.tag = tag,
          .title = title,
          .unit = "ms",
          .formula = formula,
          .absent_when = absent_when,
          .kind = MetricKind::kPerRequest,
          .scale = kNsPerMs,
          .value = value,
          .latency = true,
          .elapsed = elapsed};
}

// Parts of a request's time, in ms, that no SLO is about.
constexpr MetricRow Span(absl::string_view tag, absl::string_view title, absl::string_view formula,
                         absl::string_view absent_when, RequestFormula value) {
  return {.tag = tag,
          .title = title,
          .unit = "ms",
          .formula = formula,
          .absent_when = absent_when,
          .kind = MetricKind::kPerRequest,
          .scale = kNsPerMs,
          .value = value};
}

constexpr MetricRow Gaps(MetricKind kind, absl::string_view tag, absl::string_view title, absl::string_view formula) {
  return {.tag = tag,
          .title = title,
          .unit = "ms",
          .formula = formula,
          .absent_when = "fewer than two content events",
          .kind = kind,
          .scale = kNsPerMs,
          .value = formula::MaxStall};
}

constexpr MetricRow UserRate(absl::string_view tag, absl::string_view title, absl::string_view formula,
                             absl::string_view absent_when, RequestFormula value) {
  return {.tag = tag,
          .title = title,
          .unit = "tokens/s/user",
          .formula = formula,
          .absent_when = absent_when,
          .kind = MetricKind::kPerRequest,
          .scale = kMillionths,
          .higher_is_better = true,
          .value = value};
}

constexpr MetricRow Count(absl::string_view tag, absl::string_view title, absl::string_view unit,
                          absl::string_view formula, absl::string_view absent_when, RequestFormula value) {
  return {.tag = tag,
          .title = title,
          .unit = unit,
          .formula = formula,
          .absent_when = absent_when,
          .kind = MetricKind::kPerRequest,
          .scale = 1,
          .value = value};
}

constexpr MetricRow Percent(absl::string_view tag, absl::string_view title, absl::string_view formula,
                            RequestFormula value) {
  return {.tag = tag,
          .title = title,
          .unit = "%",
          .formula = formula,
          .absent_when = "the server's count or the tokenizer's is unknown",
          .kind = MetricKind::kPerRequest,
          .scale = kMillionths,
          .value = value};
}

constexpr MetricRow System(absl::string_view tag, absl::string_view title, absl::string_view unit,
                           absl::string_view formula, absl::string_view absent_when, SystemFormula system,
                           bool higher_is_better = false) {
  return {.tag = tag,
          .title = title,
          .unit = unit,
          .formula = formula,
          .absent_when = absent_when,
          .kind = MetricKind::kSystem,
          .higher_is_better = higher_is_better,
          .system = system};
}

template <Outcome kOutcome>
constexpr MetricRow OutcomeCount(absl::string_view tag, absl::string_view title) {
  return System(tag, title, "requests", "requests with this outcome", "never", formula::CountOf<kOutcome>);
}

constexpr MetricRow SettledEarly(MetricRow row) {
  row.settled_early = true;
  return row;
}

constexpr MetricRow OnConsole(MetricRow row) {
  row.console = true;
  return row;
}

constexpr absl::string_view kNotStreamed = "not streamed, or no content";
constexpr absl::string_view kUnknownCount = "the token count is unknown to the source in use";
constexpr absl::string_view kClosedLoop = "closed loop: there is no intended time";
constexpr absl::string_view kReused = "no new connection was made";
constexpr absl::string_view kNoDuration = "nothing was dispatched";

constexpr MetricRow kRows[] = {
    OnConsole(SettledEarly(Latency("time_to_first_token", "Time To First Token", "c₀ − s", kNotStreamed,
                                   formula::TimeToFirstToken, formula::Elapsed))),
    OnConsole(SettledEarly(Latency("time_to_second_token", "Time To Second Token", "c₁ − c₀",
                                   "fewer than two content events", formula::TimeToSecondToken))),
    OnConsole(Latency("request_latency", "Request Latency", "c_last − s; not streamed: last byte of the body − s",
                      "no answer", formula::RequestLatency, formula::Elapsed)),
    OnConsole(Latency("inter_token_latency", "Inter Token Latency",
                      "(request_latency − time_to_first_token) ÷ (n − 1), one a request",
                      "not streamed, or fewer than two tokens", formula::InterTokenLatency)),
    OnConsole(UserRate("output_token_throughput_per_user", "Output Token Throughput Per User",
                       "1 ÷ inter_token_latency", "inter_token_latency is absent or 0",
                       formula::TokenThroughputPerUser)),
    OnConsole(Count("output_sequence_length", "Output Sequence Length", "tokens", "n", kUnknownCount,
                    formula::OutputSequenceLength)),
    OnConsole(Count("input_sequence_length", "Input Sequence Length", "tokens", "tokens of the prompt", kUnknownCount,
                    formula::InputSequenceLength)),
    OnConsole(System("output_token_throughput", "Output Token Throughput", "tokens/s", "Σn ÷ duration", kUnknownCount,
                     formula::OutputTokenThroughput, true)),
    OnConsole(System("request_throughput", "Request Throughput", "requests/s", "ok requests ÷ duration", kNoDuration,
                     formula::RequestThroughput, true)),
    OnConsole(System("input_throughput", "Input Throughput", "inputs/s", "Σ texts ÷ duration",
                     "not embeddings or rankings", formula::InputThroughput, true)),
    OnConsole(System("goodput", "Request Goodput", "requests/s", "requests that met every SLO ÷ duration",
                     "no SLO was given", formula::Goodput, true)),
    OnConsole(System("request_count", "Request Count", "requests", "ok requests", "never", formula::RequestCount)),

    SettledEarly(Latency("time_to_first_output_token", "Time To First Output Token",
                         "first c_i that is not reasoning − s", "not streamed, or nothing but reasoning",
                         formula::TimeToFirstOutputToken, formula::Elapsed)),
    Gaps(MetricKind::kChunkGaps, "inter_chunk_latency", "Inter Chunk Latency", "every c_i − c_{i−1}"),
    Gaps(MetricKind::kTokenGaps, "token_gap", "Token Gap",
         "every c_i − c_{i−1}, and k − 1 zeros for an event that brings k tokens"),
    Latency("time_per_output_token", "Time Per Output Token",
            "vllm: (request_latency − time_to_first_token) ÷ (n − 1); guidellm: (c_last − s) ÷ n, one a request",
            "the definitions in use have no such number beside inter_token_latency", formula::TimePerOutputToken),
    Latency("max_stall", "Max Stall", "largest c_i − c_{i−1} of a request", "fewer than two content events",
            formula::MaxStall),
    Latency("stream_end_latency", "Stream End Latency", "end of the stream − s", "no end was seen",
            formula::StreamEndLatency, formula::Elapsed),
    SettledEarly(Latency("ttft_from_schedule", "TTFT From Schedule", "c₀ − intended", kClosedLoop,
                         formula::TtftFromSchedule, formula::ElapsedFromSchedule)),
    Latency("latency_from_schedule", "Latency From Schedule", "c_last − intended", kClosedLoop,
            formula::LatencyFromSchedule, formula::ElapsedFromSchedule),
    Span("schedule_lag", "Schedule Lag", "dispatched − intended, less the wait for a slot", kClosedLoop,
         formula::ScheduleLagTotal),
    Span("schedule_lag_coordinator", "Schedule Lag: Coordinator", "schedule slice arrived − intended, at least 0",
         kClosedLoop, formula::ScheduleLagCoordinator),
    Span("schedule_lag_loop", "Schedule Lag: Loop", "schedule_lag − schedule_lag_coordinator", kClosedLoop,
         formula::ScheduleLagLoop),
    Span("schedule_lag_connection", "Schedule Lag: Connection", "request_sent − dispatched", kClosedLoop,
         formula::ScheduleLagConnection),
    UserRate("e2e_output_token_throughput", "E2E Output Token Throughput", "n ÷ request_latency", kUnknownCount,
             formula::EndToEndTokenThroughput),
    UserRate("prefill_throughput_per_user", "Prefill Throughput Per User",
             "input_sequence_length ÷ time_to_first_token", kUnknownCount, formula::PrefillThroughputPerUser),
    Count("reasoning_token_count", "Reasoning Token Count", "tokens", "tokens of reasoning", kUnknownCount,
          formula::ReasoningTokens),

    System("total_token_throughput", "Total Token Throughput", "tokens/s", "Σ(input + output) ÷ duration",
           kUnknownCount, formula::TotalTokenThroughput, true),
    System("output_token_throughput_per_gpu", "Output Token Throughput Per GPU", "tokens/s/GPU", "Σn ÷ duration ÷ GPUs",
           "the number of GPUs was not given", formula::OutputTokenThroughputPerGpu, true),
    System("good_request_fraction", "Good Request Fraction", "ratio",
           "requests that met every SLO ÷ dispatched requests", "no SLO was given", formula::GoodRequestFraction, true),
    System("error_request_count", "Error Request Count", "requests", "failed requests", "never",
           formula::ErrorRequestCount),
    System("error_rate", "Error Rate", "ratio", "failed requests ÷ dispatched requests", kNoDuration,
           formula::ErrorRate),
    OutcomeCount<Outcome::kHttpError>("http_error_count", "HTTP Errors"),
    OutcomeCount<Outcome::kStreamError>("stream_error_count", "Stream Errors"),
    OutcomeCount<Outcome::kTruncated>("truncated_count", "Truncated Streams"),
    OutcomeCount<Outcome::kTimeout>("timeout_count", "Timeouts"),
    OutcomeCount<Outcome::kConnectError>("connect_error_count", "Connect Errors"),
    OutcomeCount<Outcome::kProtocolError>("protocol_error_count", "Protocol Errors"),
    OutcomeCount<Outcome::kEmpty>("empty_count", "Empty Answers"),
    OutcomeCount<Outcome::kCancelledByPlan>("cancelled_by_plan_count", "Cancelled By Plan"),
    OutcomeCount<Outcome::kCancelledAtEnd>("cancelled_at_end_count", "Cut At The End"),
    OutcomeCount<Outcome::kNotSent>("not_sent_count", "Not Sent"),
    OutcomeCount<Outcome::kLostAgent>("lost_agent_count", "Lost With An Agent"),
    System("benchmark_duration", "Benchmark Duration", "s",
           "last end − first start over all dispatched requests, on the common axis", kNoDuration,
           formula::BenchmarkDuration),
    System("concurrency", "Concurrency", "requests", "time-weighted mean of the requests in flight", kNoDuration,
           formula::ConcurrencyMean),
    System("concurrency_max", "Concurrency Max", "requests", "most requests in flight at once", kNoDuration,
           formula::ConcurrencyMax),
    System("concurrency_asked", "Concurrency Asked", "requests", "as planned", "open loop without a cap",
           formula::ConcurrencyAsked),

    Span("http_req_blocked", "HTTP Blocked", "wait for a slot under a capped rate", "the rate has no cap",
         formula::BlockedByCap),
    Span("http_req_dns_lookup", "HTTP DNS Lookup", "name resolved − dispatched", kReused, formula::HttpDns),
    Span("http_req_connecting", "HTTP Connecting", "connected − name resolved", kReused, formula::HttpConnecting),
    Span("http_req_tls_handshaking", "HTTP TLS Handshaking", "TLS done − connected", kReused, formula::HttpTls),
    Span("http_req_sending", "HTTP Sending", "last byte of the request sent − connected", "the request was not sent",
         formula::HttpSending),
    Span("http_req_waiting", "HTTP Waiting", "first byte of the answer − last byte of the request", "no answer",
         formula::HttpWaiting),
    Span("http_req_receiving", "HTTP Receiving", "end of the answer − its first byte", "no answer",
         formula::HttpReceiving),
    Count("http_req_data_sent", "HTTP Data Sent", "bytes", "bytes of the request's body", "never",
          formula::HttpBytesSent),
    Count("http_req_data_received", "HTTP Data Received", "bytes", "bytes of the answer's body", "never",
          formula::HttpBytesReceived),
    System("http_req_connection_reused", "HTTP Connections Reused", "requests",
           "ok requests sent over a connection that had served before", "never", formula::ReusedConnections),

    Percent("usage_prompt_tokens_diff_pct", "Usage Prompt Tokens Difference", "|usage − tokenizer| ÷ tokenizer, prompt",
            formula::UsagePromptDifference),
    Percent("usage_completion_tokens_diff_pct", "Usage Completion Tokens Difference",
            "|usage − tokenizer| ÷ tokenizer, completion", formula::UsageCompletionDifference),
    Percent("usage_reasoning_tokens_diff_pct", "Usage Reasoning Tokens Difference",
            "|usage − tokenizer| ÷ tokenizer, reasoning", formula::UsageReasoningDifference),
    System("usage_discrepancy_count", "Usage Discrepancies", "requests",
           "requests where usage and tokenizer differ by more than 10 % in any count",
           "the server's count or the tokenizer's is unknown", formula::UsageDiscrepancies),
    System("osl_mismatch_count", "Output Length Mismatches", "requests", "requests whose n is not the length asked for",
           "no output length was asked for, or n is unknown", formula::LengthMismatches),
};

}  // namespace

absl::Span<const MetricRow> MetricCatalog() { return kRows; }

const MetricRow* FindMetricRow(absl::string_view tag) {
  for (const MetricRow& row : kRows) {
    if (row.tag == tag) return &row;
  }
  return nullptr;
}

}  // namespace barrage
