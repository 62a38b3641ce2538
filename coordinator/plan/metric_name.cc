#include "coordinator/plan/metric_name.h"

namespace barrage {
namespace {

constexpr MetricName kNames[] = {
    {"time_to_first_token", "ms", "ttft"},
    {"time_to_second_token", "ms", "ttst"},
    {"time_to_first_output_token", "ms", "ttfot"},
    {"inter_token_latency", "ms", "itl"},
    {"inter_chunk_latency", "ms", "icl"},
    {"token_gap", "ms", ""},
    {"max_stall", "ms", ""},
    {"request_latency", "ms", "latency"},
    {"stream_end_latency", "ms", ""},
    {"ttft_from_schedule", "ms", ""},
    {"latency_from_schedule", "ms", ""},
    {"schedule_lag", "ms", ""},
    {"output_token_throughput_per_user", "tokens/s/user", ""},
    {"e2e_output_token_throughput", "tokens/s/user", ""},
    {"prefill_throughput_per_user", "tokens/s/user", ""},
    {"output_sequence_length", "tokens", "osl"},
    {"input_sequence_length", "tokens", "isl"},
    {"reasoning_token_count", "tokens", ""},
    {"output_token_throughput", "tokens/s", "tps", true},
    {"total_token_throughput", "tokens/s", "", true},
    {"request_throughput", "requests/s", "rps", true},
    {"goodput", "requests/s", "", true},
    {"good_request_fraction", "ratio", "", true},
    {"request_count", "requests", "", true},
    {"error_request_count", "requests", "", true},
    {"benchmark_duration", "s", "", true},
    {"error_rate", "ratio", "", true},
};

}  // namespace

absl::Span<const MetricName> MetricNames() { return kNames; }

const MetricName* FindMetricName(absl::string_view name) {
  for (const MetricName& row : kNames) {
    if (row.tag == name || (!row.alias.empty() && row.alias == name)) return &row;
  }
  return nullptr;
}

}  // namespace barrage
