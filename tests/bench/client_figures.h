#ifndef TESTS_BENCH_CLIENT_FIGURES_H_
#define TESTS_BENCH_CLIENT_FIGURES_H_

#include <cstdint>
#include <string>
#include <vector>

namespace barrage::bench {

// CLOCK_MONOTONIC, and this process' CPU time, user and system.
int64_t MonotonicNs();
int64_t CpuNs();

// One finished request, on CLOCK_MONOTONIC: sent immediately before the send() of its only packet.
struct RequestTimes {
  std::string request_id;
  int64_t sent_ns = 0;
  std::vector<int64_t> token_ns;
  std::vector<bool> coalesced;  // of each token: it shares its read with another event
};

// What a client counted in its window.
struct Figures {
  std::string client;
  int streams = 0;
  int64_t window_ns = 0;
  int64_t cpu_ns = 0;
  int64_t tokens = 0;
  int64_t requests = 0;
  int64_t errors = 0;
  int64_t coalesced = 0;  // tokens
  std::vector<int64_t> ttft_ns;
  std::vector<int64_t> gap_ns;
};

// One line of JSON: cpu_us_per_token and what it comes from; percentiles by nearest rank, null without values.
std::string ToJson(Figures figures);

// A line a request: {"request_id", "sent_ns", "token_ns": […], "coalesced": [0 or 1, …]}. False if it cannot be
// written.
bool WriteTimes(const std::vector<RequestTimes>& requests, const std::string& path);

}  // namespace barrage::bench

#endif  // TESTS_BENCH_CLIENT_FIGURES_H_
