#include "tests/coordinator/fleet/run_bench.h"

#include <chrono>
#include <filesystem>
#include <utility>

#include "common/base/sha256.h"
#include "coordinator/fleet/run_setup.h"
#include "coordinator/store/log_format.h"
#include "coordinator/store/record_log_reader.h"
#include "gtest/gtest.h"

namespace barrage {

void KeepingObserver::OnProgress(const FleetProgress& progress) {
  const MutexLock lock(mutex_);
  phases_.insert(progress.phase);
}

void KeepingObserver::OnNotice(absl::string_view sentence) {
  const MutexLock lock(mutex_);
  notices_.emplace_back(sentence);
  changed_.notify_all();
}

std::vector<std::string> KeepingObserver::notices() const {
  const MutexLock lock(mutex_);
  return notices_;
}

std::set<RunPhase> KeepingObserver::phases() const {
  const MutexLock lock(mutex_);
  return phases_;
}

bool KeepingObserver::AwaitNotice(const std::string& part) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  const MutexLock lock(mutex_);
  while (true) {
    for (const std::string& notice : notices_) {
      if (notice.find(part) != std::string::npos) return true;
    }
    if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return false;
  }
}

RunBench::RunBench() {
  plan.dataset.input_tokens_mean = 5;
  plan.dataset.num_prompts = 3;
  plan.load.concurrency = 4;
  plan.load.request_count = 40;
  plan.load.grace = absl::Seconds(1);
  plan.fleet.agents_timeout = absl::Seconds(10);
  timings.lost_after = absl::Seconds(30);  // a slow machine loses nobody; a test of losses says less
  timings.lease = absl::Milliseconds(600);
  timings.probe_period = absl::Milliseconds(100);
  timings.start_margin = absl::Milliseconds(20);
  timings.cancel_within = absl::Seconds(20);
  timings.tick = absl::Milliseconds(5);
  absl::StatusOr<std::unique_ptr<FleetServer>> started = FleetServer::Start({});
  if (started.ok()) fleet = *std::move(started);
}

RunOutcome RunBench::Run() {
  std::filesystem::create_directory(directory_.path() + "/records");
  const auto workload = Workload::Make(plan);
  auto log = CreateRecordLog(directory_.path());
  if (!workload.ok() || !log.ok() || !fleet) {
    ADD_FAILURE() << workload.status() << log.status();
    return {};
  }
  wire::LogEntry header;
  header.mutable_header()->set_format_version(kLogFormatVersion);
  header.mutable_header()->set_run_id("run-7");
  (*log)->Append(header);
  const ResolvedTarget target = {.urls = {"http://127.0.0.1:9/v1/chat/completions"}, .models = {"tiny"}};
  wire::RunSetup setup = MakeRunSetup(plan, "run-7", target);
  if (tokenizer_json) setup.set_tokenizer_sha256(Sha256Hex(*tokenizer_json));
  RunOutcome outcome = CarryOutRun({.fleet = *fleet,
                                    .plan = plan,
                                    .workload = **workload,
                                    .log = **log,
                                    .observer = observer,
                                    .stop = stop,
                                    .setup = std::move(setup),
                                    .tokenizer_json = tokenizer_json,
                                    .timings = timings});
  EXPECT_TRUE((*log)->Close().ok());
  return outcome;
}

void RunBench::Begin() {
  runner_ = std::thread([this] { outcome_ = Run(); });
}

RunOutcome RunBench::Finish() {
  runner_.join();
  return outcome_;
}

const RunLog& RunBench::log() {
  if (!log_) {
    absl::StatusOr<std::unique_ptr<RunLog>> opened = OpenRunLog(directory_.path());
    EXPECT_TRUE(opened.ok()) << opened.status();
    log_ = *std::move(opened);
  }
  return *log_;
}

std::vector<RunBench::Sent> RunBench::records() {
  std::vector<Sent> records;
  const absl::Status visited = log().ForEachRecord([&](uint32_t agent, const RequestRecord& record) {
    records.push_back({record.index, agent, record.outcome});
  });
  EXPECT_TRUE(visited.ok()) << visited;
  return records;
}

std::multiset<int64_t> RunBench::GrantedTo(uint32_t agent) {
  std::multiset<int64_t> granted;
  for (const wire::Grant& grant : log().facts().grants) {
    int64_t index = 0;
    for (const int64_t delta : grant.index_deltas()) {
      index += delta;
      if (grant.agent() == agent) granted.insert(index);
    }
  }
  return granted;
}

bool RunBench::HasEvent(wire::RunEvent::Kind kind) {
  for (const wire::RunEvent& event : log().facts().events) {
    if (event.kind() == kind) return true;
  }
  return false;
}

}  // namespace barrage
