#ifndef TESTS_COORDINATOR_FLEET_RUN_BENCH_H_
#define TESTS_COORDINATOR_FLEET_RUN_BENCH_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/base/mutex.h"
#include "common/record/run_log.h"
#include "coordinator/fleet/run_controller.h"
#include "tests/coordinator/store/temporary_directory.h"
#include "tests/fakes/fake_agent.h"

namespace barrage {

// Keeps what an observer is told.
class KeepingObserver final : public RunObserver {
 public:
  void OnProgress(const FleetProgress& progress) override;
  void OnNotice(absl::string_view sentence) override;

  std::vector<std::string> notices() const;
  std::set<RunPhase> phases() const;
  // Waits until a notice contains `part`; false after ten seconds.
  bool AwaitNotice(const std::string& part);

 private:
  mutable Mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<std::string> notices_ ABSL_GUARDED_BY(mutex_);
  std::set<RunPhase> phases_ ABSL_GUARDED_BY(mutex_);
};

// A fleet on a free port, a plan, a log on disk, and runs with short deadlines.
class RunBench {
 public:
  RunBench();

  int port() const { return fleet->port(); }

  // Carries the plan out in this thread, or in another: then Finish waits for it.
  RunOutcome Run();
  void Begin();
  RunOutcome Finish();

  // After the run.
  const RunLog& log();
  struct Sent {
    int64_t index = 0;
    uint32_t agent = 0;
    Outcome outcome = Outcome::kOk;
  };
  std::vector<Sent> records();
  // Indices granted to the agent, by the log.
  std::multiset<int64_t> GrantedTo(uint32_t agent);
  bool HasEvent(wire::RunEvent::Kind kind);

  Plan plan;
  ListenOptions listen;
  RunTimings timings;
  std::shared_ptr<const std::string> tokenizer_json;  // null: none
  StopSignal stop;
  KeepingObserver observer;
  std::unique_ptr<FleetServer> fleet;

 private:
  TemporaryDirectory directory_;
  std::thread runner_;
  RunOutcome outcome_;
  std::unique_ptr<RunLog> log_;
};

}  // namespace barrage

#endif  // TESTS_COORDINATOR_FLEET_RUN_BENCH_H_
