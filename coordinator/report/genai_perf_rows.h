#ifndef COORDINATOR_REPORT_GENAI_PERF_ROWS_H_
#define COORDINATOR_REPORT_GENAI_PERF_ROWS_H_

#include <array>

#include "absl/strings/string_view.h"

namespace barrage {

// How GenAI-Perf names the metrics that it prints, in the order of its table. Its files are read by other people's
// scripts, so the names and units are theirs, whatever our catalog calls them.
struct GenaiPerfRow {
  absl::string_view key;    // in profile_export_genai_perf.json
  absl::string_view tag;    // in our catalog
  absl::string_view title;  // in the table and the CSV, with the unit as GenAI-Perf writes it there
  absl::string_view unit;   // in the JSON
  bool system;              // one number a run
};

inline constexpr std::array<GenaiPerfRow, 11> kGenaiPerfRows = {{
    {"time_to_first_token", "time_to_first_token", "Time To First Token (ms)", "ms", false},
    {"time_to_second_token", "time_to_second_token", "Time To Second Token (ms)", "ms", false},
    {"request_latency", "request_latency", "Request Latency (ms)", "ms", false},
    {"inter_token_latency", "inter_token_latency", "Inter Token Latency (ms)", "ms", false},
    {"output_token_throughput_per_user", "output_token_throughput_per_user",
     "Output Token Throughput Per User (tokens/sec/user)", "tokens/sec/user", false},
    {"output_sequence_length", "output_sequence_length", "Output Sequence Length (tokens)", "tokens", false},
    {"input_sequence_length", "input_sequence_length", "Input Sequence Length (tokens)", "tokens", false},
    {"output_token_throughput", "output_token_throughput", "Output Token Throughput (tokens/sec)", "tokens/sec", true},
    {"request_throughput", "request_throughput", "Request Throughput (per sec)", "requests/sec", true},
    {"request_goodput", "goodput", "Request Goodput (per sec)", "requests/sec", true},
    {"request_count", "request_count", "Request Count (count)", "count", true},
}};

}  // namespace barrage

#endif  // COORDINATOR_REPORT_GENAI_PERF_ROWS_H_
