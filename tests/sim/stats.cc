#include "tests/sim/stats.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace barrage::sim {
namespace {

constexpr size_t kBuckets = 1024;

size_t BucketOf(uint64_t value) {
  if (value < 32) return value;
  const int shift = std::bit_width(value) - 5;
  return std::min((static_cast<size_t>(shift) << 4) + (value >> shift), kBuckets - 1);
}

// The largest value of a bucket.
int64_t UpperEdge(size_t bucket) {
  if (bucket < 32) return static_cast<int64_t>(bucket);
  const size_t shift = (bucket >> 4) - 1;
  return static_cast<int64_t>((static_cast<uint64_t>(bucket - (shift << 4) + 1) << shift) - 1);
}

int64_t AtShare(const std::array<uint64_t, kBuckets>& counts, uint64_t total, double share) {
  const uint64_t rank = static_cast<uint64_t>(share * static_cast<double>(total));
  uint64_t seen = 0;
  for (size_t bucket = 0; bucket < kBuckets; ++bucket) {
    seen += counts[bucket];
    if (seen > rank) return UpperEdge(bucket);
  }
  return 0;
}

}  // namespace

void Lateness::Add(int64_t late_ns) {
  late_ns = std::max<int64_t>(late_ns, 0);
  counts_[BucketOf(late_ns)].fetch_add(1, std::memory_order_relaxed);
  if (late_ns > max_ns_.load(std::memory_order_relaxed)) max_ns_.store(late_ns, std::memory_order_relaxed);
}

void Lateness::Clear() {
  for (std::atomic<uint64_t>& count : counts_) count.store(0, std::memory_order_relaxed);
  max_ns_.store(0, std::memory_order_relaxed);
}

void Lateness::AddTo(std::array<uint64_t, 1024>* counts) const {
  for (size_t i = 0; i < kBuckets; ++i) (*counts)[i] += counts_[i].load(std::memory_order_relaxed);
}

void Stats::Clear() {
  for (auto* counter :
       {&prompt_tokens, &generation_tokens, &stopped, &at_length, &aborted, &connections, &refused, &blocked_writes}) {
    counter->store(0, std::memory_order_relaxed);
  }
  lateness.Clear();
}

LatenessSummary Summarize(const AllStats& stats) {
  std::array<uint64_t, kBuckets> counts{};
  LatenessSummary summary;
  for (const auto& one : stats) {
    one->lateness.AddTo(&counts);
    summary.max_ns = std::max(summary.max_ns, one->lateness.max_ns());
  }
  for (const uint64_t count : counts) summary.writes += count;
  summary.p50_ns = std::min(AtShare(counts, summary.writes, 0.50), summary.max_ns);
  summary.p99_ns = std::min(AtShare(counts, summary.writes, 0.99), summary.max_ns);
  return summary;
}

std::string Describe(const LatenessSummary& summary) {
  return absl::StrFormat("lateness of %d token writes: p50 %.3f ms, p99 %.3f ms, max %.3f ms", summary.writes,
                         summary.p50_ns / 1e6, summary.p99_ns / 1e6, summary.max_ns / 1e6);
}

std::string PrometheusText(const AllStats& stats, absl::string_view model, size_t journal_dropped) {
  const std::string label = absl::StrCat("model_name=\"", model, "\"");
  std::string out;
  const auto family = [&](absl::string_view name, absl::string_view type) {
    absl::StrAppend(&out, "# TYPE ", name, " ", type, "\n");
  };
  const auto sample = [&](absl::string_view name, absl::string_view labels, auto value) {
    absl::StrAppend(&out, name, "{", labels, "} ", value, "\n");
  };
  const auto sum = [&](auto field) {
    int64_t total = 0;
    for (const auto& one : stats) total += static_cast<int64_t>((*one.*field).load(std::memory_order_relaxed));
    return total;
  };
  const auto one = [&](absl::string_view name, absl::string_view type, int64_t value) {
    family(name, type);
    sample(name, label, value);
  };
  one("vllm:num_requests_running", "gauge", sum(&Stats::running));
  one("vllm:num_requests_waiting", "gauge", sum(&Stats::waiting));
  one("vllm:prompt_tokens_total", "counter", sum(&Stats::prompt_tokens));
  one("vllm:generation_tokens_total", "counter", sum(&Stats::generation_tokens));
  family("vllm:request_success_total", "counter");
  sample("vllm:request_success_total", absl::StrCat("finished_reason=\"stop\",", label), sum(&Stats::stopped));
  sample("vllm:request_success_total", absl::StrCat("finished_reason=\"length\",", label), sum(&Stats::at_length));
  sample("vllm:request_success_total", absl::StrCat("finished_reason=\"abort\",", label), sum(&Stats::aborted));
  one("barrage_sim_connections_total", "counter", sum(&Stats::connections));
  one("barrage_sim_connections_refused_total", "counter", sum(&Stats::refused));
  one("barrage_sim_blocked_writes_total", "counter", sum(&Stats::blocked_writes));
  one("barrage_sim_journal_dropped_total", "counter", static_cast<int64_t>(journal_dropped));

  const LatenessSummary late = Summarize(stats);
  family("barrage_sim_lateness_seconds", "gauge");
  sample("barrage_sim_lateness_seconds", "quantile=\"0.5\"", late.p50_ns / 1e9);
  sample("barrage_sim_lateness_seconds", "quantile=\"0.99\"", late.p99_ns / 1e9);
  sample("barrage_sim_lateness_seconds", "quantile=\"1\"", late.max_ns / 1e9);
  one("barrage_sim_token_writes_total", "counter", static_cast<int64_t>(late.writes));
  one("barrage_sim_too_late", "gauge", late.too_late() ? 1 : 0);
  return out;
}

}  // namespace barrage::sim
