#ifndef TESTS_SIM_STATS_H_
#define TESTS_SIM_STATS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace barrage::sim {

// How late token writes were (write − due): counts in buckets of 1/16 of a power of two, so within 6.3 %.
// One thread adds, any thread reads.
class Lateness {
 public:
  void Add(int64_t late_ns);
  void Clear();
  void AddTo(std::array<uint64_t, 1024>* counts) const;
  int64_t max_ns() const { return max_ns_.load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<uint64_t>, 1024> counts_{};
  std::atomic<int64_t> max_ns_{0};
};

// What one loop counts. Its thread writes, any thread reads.
struct Stats {
  std::atomic<int64_t> running{0};
  std::atomic<int64_t> waiting{0};
  std::atomic<uint64_t> prompt_tokens{0};
  std::atomic<uint64_t> generation_tokens{0};
  std::atomic<uint64_t> stopped{0};    // finish_reason "stop"
  std::atomic<uint64_t> at_length{0};  // finish_reason "length"
  std::atomic<uint64_t> aborted{0};    // client gone, or a fault
  std::atomic<uint64_t> connections{0};
  std::atomic<uint64_t> refused{0};
  std::atomic<uint64_t> blocked_writes{0};  // the client did not read: its tokens left late through no fault of ours
  Lateness lateness;

  void Clear();  // all but the two gauges
};

struct LatenessSummary {
  uint64_t writes = 0;
  int64_t p50_ns = 0;
  int64_t p99_ns = 0;
  int64_t max_ns = 0;

  // Beyond this the simulator's own schedule is not what its flags say.
  bool too_late() const { return p99_ns > 2'000'000; }
};

using AllStats = std::vector<std::unique_ptr<Stats>>;

LatenessSummary Summarize(const AllStats& stats);

// "lateness of 1000 token writes: p50 0.004 ms, p99 0.020 ms, max 0.100 ms"
std::string Describe(const LatenessSummary& summary);

// Prometheus text: vLLM's names for what vLLM also has, barrage_sim_… for the rest.
std::string PrometheusText(const AllStats& stats, absl::string_view model, size_t journal_dropped);

}  // namespace barrage::sim

#endif  // TESTS_SIM_STATS_H_
