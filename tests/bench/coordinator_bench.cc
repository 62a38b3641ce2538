// What the coordinator can take in and compute: token times out of record batches a core, decoded and added to the gaps
// of a report, without and with the durable log on their way (G11), and exact percentiles of 10⁸ values (G12). Prints
// one line of JSON.    coordinator_bench [VALUES]
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "common/base/rng.h"
#include "common/record/record_codec.h"
#include "coordinator/metrics/definitions.h"
#include "coordinator/metrics/gap_table.h"
#include "coordinator/metrics/percentile.h"
#include "coordinator/metrics/request_facts.h"
#include "coordinator/metrics/value_set.h"
#include "coordinator/store/record_log_writer.h"
#include "proto/agent.pb.h"
#include "tests/bench/client_figures.h"

namespace barrage::bench {
namespace {

constexpr int kRecords = 200, kTokens = 100;
constexpr int kBatches = 500;

// A stream of 50 tokens a second, each a little off its time.
RequestRecord Stream(int index, Rng& rng) {
  RequestRecord record;
  record.index = index;
  record.dispatched_ns = int64_t{1'000'000'000} + index * int64_t{1'000'000};
  record.outcome = Outcome::kOk;
  record.streamed = true;
  record.events = EventTrace(*record.dispatched_ns);
  for (int token = 0; token < kTokens; ++token) {
    const int64_t off_ns = static_cast<int64_t>(rng.Below(1000)) * 1000;
    record.events.Append(
        {.at_ns = *record.dispatched_ns + (token + 3) * int64_t{20'000'000} + off_ns, .kernel_stamped = true});
  }
  return record;
}

std::string MessageBytes() {
  Rng rng(1, "coordinator bench");
  RecordBatchEncoder encoder;
  for (int i = 0; i < kRecords; ++i) encoder.Add(Stream(i, rng));
  wire::AgentMessage message;
  message.mutable_batch()->set_run_id("bench");
  message.mutable_batch()->set_sequence(1);
  message.mutable_batch()->set_records(kRecords);
  message.mutable_batch()->set_body(encoder.Finish());
  return message.SerializeAsString();
}

RequestFacts FactsOf(const RequestRecord& record) {
  return ReadFacts(record, AllDefinitions()[0], TokenSource::kEvents, nullptr);
}

// Where a report's first reading of its log has come to: it knows the requests of all batches.
GapTable KnownRequests() {
  Rng rng(1, "coordinator bench");
  GapTable gaps;
  for (int i = 0; i < kBatches * kRecords; ++i) gaps.Announce(FactsOf(Stream(i, rng)));
  gaps.StartGaps();
  return gaps;
}

// The message as it came: into `log`, undecoded, where there is one; and what a report needs of it into `gaps`, where
// its requests are those of batch number `batch`.
void TakeIn(const std::string& bytes, int batch, RecordLogWriter* log, GapTable& gaps) {
  wire::AgentMessage message;
  if (!message.ParseFromString(bytes)) std::abort();
  absl::StatusOr<std::vector<RequestRecord>> records = DecodeRecordBatch(message.batch().body());
  if (!records.ok()) std::abort();
  for (RequestRecord& record : *records) {
    record.index += int64_t{batch} * kRecords;
    gaps.Add(FactsOf(record), false);
  }
  if (log == nullptr) return;
  wire::LogEntry entry;
  entry.mutable_batch()->set_incarnation("bench");
  entry.mutable_batch()->set_sequence(static_cast<uint64_t>(batch) + 1);
  *entry.mutable_batch()->mutable_body() = std::move(*message.mutable_batch()->mutable_body());
  log->Append(entry);
}

// Token times a CPU second, of all threads.
double TokensPerCpuSecond(const std::string& bytes, RecordLogWriter* log) {
  GapTable gaps = KnownRequests();
  const int64_t begun_ns = CpuNs();
  for (int batch = 0; batch < kBatches; ++batch) TakeIn(bytes, batch, log, gaps);
  if (log != nullptr && !log->Close().ok()) std::abort();
  return double{kBatches * kRecords * kTokens} * 1e9 / static_cast<double>(CpuNs() - begun_ns);
}

double LoggedTokensPerCpuSecond(const std::string& bytes) {
  std::string directory = (std::filesystem::temp_directory_path() / "coordinator_bench_XXXXXX").string();
  if (mkdtemp(directory.data()) == nullptr) std::abort();
  std::filesystem::create_directory(directory + "/records");
  auto log = CreateRecordLog(directory);
  if (!log.ok()) std::abort();
  const double rate = TokensPerCpuSecond(bytes, log->get());
  std::filesystem::remove_all(directory);
  return rate;
}

// p50 … p99.9 of that many values, in order of no kind; the wall time from the first to the last.
double PercentileSeconds(int64_t count, double& p99) {
  Rng rng(2, "coordinator bench");
  ValueSet values;
  values.Reserve(count);
  const int64_t begun_ns = MonotonicNs();
  for (int64_t i = 0; i < count; ++i) values.Add(static_cast<int64_t>(rng.Below(1'000'000'000)));
  values.Seal();
  for (const int per_mille : {500, 750, 900, 950, 990, 999}) {
    const double value = PercentileOf(count, per_mille, 1, [&](int64_t rank) { return values.ValueAt(rank); });
    if (per_mille == 990) p99 = value;
  }
  return static_cast<double>(MonotonicNs() - begun_ns) / 1e9;
}

int Main(int64_t count) {
  const std::string bytes = MessageBytes();
  const double plain = TokensPerCpuSecond(bytes, nullptr), logged = LoggedTokensPerCpuSecond(bytes);
  double p99 = 0;
  const double seconds = PercentileSeconds(count, p99);
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  std::printf(
      "{\"bytes_per_token\": %.2f, \"tokens_per_cpu_s\": %.0f, \"logged_tokens_per_cpu_s\": %.0f, \"values\": %lld, "
      "\"percentile_s\": %.2f, \"p99\": %.0f, \"resident_mb\": %.0f}\n",
      static_cast<double>(bytes.size()) / (kRecords * kTokens), plain, logged, static_cast<long long>(count), seconds,
      p99, static_cast<double>(usage.ru_maxrss) / 1024);
  return 0;
}

}  // namespace
}  // namespace barrage::bench

int main(int argc, char** argv) { return barrage::bench::Main(argc > 1 ? std::atoll(argv[1]) : 100'000'000); }
