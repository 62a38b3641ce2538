#include "tests/bench/client_figures.h"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace barrage::bench {
namespace {

// `values` need not be sorted.
std::string Milliseconds(std::vector<int64_t>& values, double share) {
  if (values.empty()) return "null";
  const size_t rank = std::min(values.size() - 1, static_cast<size_t>(share * static_cast<double>(values.size())));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank), values.end());
  return absl::StrFormat("%.3f", static_cast<double>(values[rank]) / 1e6);
}

std::string Spread(std::vector<int64_t>& values) {
  return absl::StrFormat("{\"p50\": %s, \"p99\": %s, \"max\": %s}", Milliseconds(values, 0.5),
                         Milliseconds(values, 0.99), Milliseconds(values, 1));
}

double PerUnit(int64_t total, int64_t units) {
  return units == 0 ? 0 : static_cast<double>(total) / static_cast<double>(units);
}

}  // namespace

int64_t MonotonicNs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * int64_t{1000000000} + now.tv_nsec;
}

int64_t CpuNs() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  const auto ns = [](const timeval& t) { return t.tv_sec * int64_t{1000000000} + t.tv_usec * int64_t{1000}; };
  return ns(usage.ru_utime) + ns(usage.ru_stime);
}

std::string ToJson(Figures figures) {
  return absl::StrFormat(
      "{\"client\": \"%s\", \"streams\": %d, \"cpu_us_per_token\": %.3f, \"cpu_us_per_request\": %.1f, "
      "\"busy\": %.3f, \"tokens\": %d, \"tokens_per_s\": %.0f, \"requests\": %d, \"errors\": %d, \"coalesced\": %d, "
      "\"ttft_ms\": %s, \"gap_ms\": %s}",
      figures.client, figures.streams, PerUnit(figures.cpu_ns, figures.tokens) / 1e3,
      PerUnit(figures.cpu_ns, figures.requests) / 1e3, PerUnit(figures.cpu_ns, figures.window_ns), figures.tokens,
      PerUnit(figures.tokens, figures.window_ns) * 1e9, figures.requests, figures.errors, figures.coalesced,
      Spread(figures.ttft_ns), Spread(figures.gap_ns));
}

bool WriteTimes(const std::vector<RequestTimes>& requests, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return false;
  for (const RequestTimes& request : requests) {
    absl::FPrintF(file, "{\"request_id\": \"%s\", \"sent_ns\": %d, \"token_ns\": [%s], \"coalesced\": [%s]}\n",
                  request.request_id, request.sent_ns, absl::StrJoin(request.token_ns, ", "),
                  absl::StrJoin(request.coalesced, ", "));
  }
  const bool written = std::ferror(file) == 0;
  return std::fclose(file) == 0 && written;
}

}  // namespace barrage::bench
