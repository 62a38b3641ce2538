// How long Summarize takes over a run of many requests, and in how much memory: the records are made as they are
// visited, so that what is measured is Summarize alone.
//   summarize_bench REQUESTS TOKENS

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "coordinator/metrics/summarize.h"
#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

// `requests` streams of `tokens` events each, 1 ms after one another, on one agent.
class GeneratedRunLog : public RunLog {
 public:
  GeneratedRunLog(int64_t requests, int64_t tokens) : requests_(requests), tokens_(tokens) {
    wire::Grant grant;
    grant.mutable_index_deltas()->Resize(static_cast<int>(requests), 1);
    grant.set_index_deltas(0, 0);
    log_.edit().grants.push_back(std::move(grant));
  }

  const RunFacts& facts() const override { return log_.facts(); }
  absl::Status ForEachRecord(const RecordVisitor& visit) const override {
    for (int64_t index = 0; index < requests_; ++index) {
      double at = static_cast<double>(index);
      RecordBuilder builder(index);
      builder.Dispatched(at).Sent(at + 0.05).FirstByte(at + 40);
      at += 40 + static_cast<double>(index * 7919 % 1000) / 50;
      for (int64_t token = 0; token < tokens_; ++token) {
        builder.Event(at);
        at += 9 + static_cast<double>((index * 31 + token * 17) % 997) / 500;
      }
      visit(0, builder.Usage(100, tokens_).End(at).Build());
    }
    return absl::OkStatus();
  }

 private:
  VectorRunLog log_;
  int64_t requests_, tokens_;
};

int Run(int64_t requests, int64_t tokens) {
  const GeneratedRunLog log(requests, tokens);
  Plan plan;
  plan.load.concurrency = 64;
  plan.load.request_count = requests;
  const auto start = std::chrono::steady_clock::now();
  const absl::StatusOr<Summary> summary = SummarizeWithPlan(log, plan, {});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  if (!summary.ok()) return 1;
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%lld requests of %lld tokens: %.1f s, %.0f MiB at most, TTFT p99 %.3f ms, token gap p99 %.3f ms\n",
              static_cast<long long>(requests), static_cast<long long>(tokens), took.count(),
              static_cast<double>(usage.ru_maxrss) / 1024, summary->Find("time_to_first_token")->value->percentiles[8],
              summary->Find("token_gap")->value->percentiles[8]);
  return 0;
}

}  // namespace
}  // namespace barrage

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: summarize_bench REQUESTS TOKENS\n");
    return 2;
  }
  return barrage::Run(std::atoll(argv[1]), std::atoll(argv[2]));
}
