// Drives one Worker at a fixed concurrency against barrage-sim and prints what it cost and how true its stamps were:
//   engine_bench URL STREAMS SECONDS TOKENS [user]
#include <curl/curl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/load/worker.h"
#include "agent/loop/stamp_check.h"
#include "common/base/bounded_queue.h"
#include "common/base/clock.h"
#include "common/http/http_client.h"
#include "coordinator/selftest/journal_truth.h"

namespace barrage {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

struct Arguments {
  std::string origin;
  uint32_t streams = 1;
  int64_t seconds = 5, tokens = 100;
  bool user_stamps = false;
};

std::shared_ptr<wire::RunSetup> Setup(const Arguments& arguments, const std::string& run_id) {
  auto setup = std::make_shared<wire::RunSetup>();
  setup->set_run_id(run_id);
  setup->set_endpoint("chat");
  setup->add_urls(arguments.origin + "/v1/chat/completions");
  setup->add_models("sim");
  setup->set_streaming(true);
  setup->set_include_usage(true);
  setup->set_idle_reuse_ns(4 * kSecond);
  setup->set_warm_path("/health");
  setup->set_user_stamps(arguments.user_stamps);
  return setup;
}

std::vector<Assigned> Requests(uint64_t count, int64_t tokens) {
  auto payload = std::make_shared<wire::Payload>();
  payload->set_id(1);
  wire::ChatMessage& message = *payload->add_messages();
  message.set_role("user");
  message.set_content("Tell me about a fast train.");
  std::vector<Assigned> requests(count);
  for (uint64_t i = 0; i < count; ++i) {
    requests[i].request.set_index(static_cast<int64_t>(i));
    requests[i].request.set_payload_id(1);
    requests[i].request.set_max_output_tokens(tokens);
    requests[i].payload = payload;
  }
  return requests;
}

int64_t ResidentKb() {
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

void PrintCost(const LoopHealth& before, const LoopHealth& after) {
  const double tokens = static_cast<double>(after.content_events - before.content_events);
  const double requests = static_cast<double>(after.finished - before.finished);
  const double cpu_us = static_cast<double>(after.loop_cpu_ns - before.loop_cpu_ns) / 1000;
  std::printf("requests %.0f, ok %llu, tokens %.0f\n", requests,
              static_cast<unsigned long long>(after.outcomes[static_cast<size_t>(Outcome::kOk) - 1]), tokens);
  std::printf("loop CPU %.2f us/token, %.0f us/request, busy %.0f %%\n", cpu_us / tokens, cpu_us / requests,
              100 * after.busy_fraction);
  std::printf("stamps kernel %llu user %llu coalesced %llu\n", static_cast<unsigned long long>(after.stamps_kernel),
              static_cast<unsigned long long>(after.stamps_user),
              static_cast<unsigned long long>(after.stamps_coalesced));
  const uint64_t reads = after.lateness.total();
  if (reads > 0) {
    std::printf("lateness p50 %.1f p99 %.1f max %.1f us, gaps %zu\n", after.lateness.ValueAtRank(reads / 2) / 1e3,
                after.lateness.ValueAtRank(reads * 99 / 100) / 1e3, after.lateness_max_ns / 1e3, after.gaps.size());
  }
}

void PrintErrors(const char* name, const std::vector<int64_t>& errors) {
  std::printf("%-22s n %8zu  mean %9.1f  p50 %9.1f  p99 %9.1f us\n", name, errors.size(), Mean(errors) / 1e3,
              AbsoluteQuantile(errors, 0.5) / 1e3, AbsoluteQuantile(errors, 0.99) / 1e3);
}

int Bench(const Arguments& arguments) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const Clock& clock = SystemClock();
  const StampCheck check = CheckStamps(clock);
  if (!check.kernel_stamps) std::printf("no kernel stamps: %s\n", check.fault.c_str());

  const std::string run_id = absl::StrCat("bench", clock.WallNs());
  std::vector<RequestRecord> records;  // the loop's until the phase is done
  BoundedQueue<uint32_t> phases(1);
  BoundedQueue<WarmUpResult> warm(1);
  Worker worker(
      {.setup = Setup(arguments, run_id), .clock = clock},
      [&records](FinishedRecord&& finished) { records.push_back(std::move(finished.record)); },
      [&phases](uint32_t phase) { phases.Push(phase); });
  worker.SetLease(std::numeric_limits<int64_t>::max());
  // More than fit: dispatch ends by time. Bodies are shared, so that many requests cost little.
  worker.Add(Requests(arguments.streams * static_cast<uint64_t>(arguments.seconds + 2) * 4 + 100, arguments.tokens),
             true);
  worker.TakeHealth();
  const int64_t before_kb = ResidentKb();
  worker.WarmUp(arguments.streams, clock.MonotonicNs() + 10 * kSecond,
                [&warm](const WarmUpResult& result) { warm.Push(result); });
  const WarmUpResult warmed = *warm.Pop();
  std::printf("streams %u, warm %u %s\n", arguments.streams, warmed.open, warmed.status.ToString().c_str());
  if (!warmed.status.ok()) return 1;

  phases.PopFor(std::chrono::milliseconds(150));  // the warm-up's cost is posted by then
  const LoopHealth before = worker.TakeHealth();
  const int64_t t0_ns = clock.MonotonicNs() + kSecond / 5;
  worker.Start({.phase = 1,
                .t0_ns = t0_ns,
                .dispatch_until_ns = t0_ns + arguments.seconds * kSecond,
                .slots = arguments.streams});
  // While the first requests run, no record is kept yet.
  if (phases.PopFor(std::chrono::milliseconds(1000))) return 1;
  const int64_t running_kb = ResidentKb();
  phases.Pop();
  PrintCost(before, worker.TakeHealth());
  std::printf("resident KB a stream %.1f\n", static_cast<double>(running_kb - before_kb) / arguments.streams);

  HttpOptions options;
  options.max_body_bytes = size_t{4} << 30;
  options.proxy = "";
  const absl::StatusOr<HttpResponse> journal = HttpGet(arguments.origin + "/admin/journal", options);
  if (!journal.ok()) {
    std::printf("no journal: %s\n", journal.status().ToString().c_str());
    return 0;
  }
  const absl::StatusOr<TruthErrors> errors = CompareWithJournal(records, run_id, journal->body);
  if (!errors.ok()) {
    std::printf("%s\n", errors.status().ToString().c_str());
    return 1;
  }
  std::printf("compared %zu requests, %zu differ in events\n", errors->compared, errors->mismatched);
  PrintErrors("TTFT error", errors->ttft);
  PrintErrors("stamp error", errors->stamp);
  PrintErrors("gap error", errors->gap);
  PrintErrors("gap error, coalesced", errors->gap_coalesced);
  return 0;
}

}  // namespace
}  // namespace barrage

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: engine_bench URL STREAMS SECONDS TOKENS [user]\n");
    return 2;
  }
  return barrage::Bench({.origin = argv[1],
                         .streams = static_cast<uint32_t>(std::atoi(argv[2])),
                         .seconds = std::atoi(argv[3]),
                         .tokens = std::atoi(argv[4]),
                         .user_stamps = argc > 5 && absl::string_view(argv[5]) == "user"});
}
