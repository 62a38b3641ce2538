#ifndef COORDINATOR_CLI_LIVE_DASHBOARD_H_
#define COORDINATOR_CLI_LIVE_DASHBOARD_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/http/web_server.h"
#include "coordinator/cli/progress_rates.h"
#include "coordinator/fleet/run_observer.h"
#include "coordinator/plan/settings.h"

namespace barrage {

// --dashboard: the run's progress of the last ten minutes as a page for a browser. It passes on what it observes.
class LiveDashboard final : public RunObserver {
 public:
  // Serves where `invocation` asks for it, else nowhere. `next` outlives it. Error: the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<LiveDashboard>> Open(const Invocation& invocation, RunObserver& next);

  void OnProgress(const FleetProgress& progress) override;
  void OnNotice(absl::string_view sentence) override { next_.OnNotice(sentence); }

 private:
  explicit LiveDashboard(RunObserver& next) : next_(next) {}

  std::string History();

  RunObserver& next_;
  Mutex mutex_;
  RateMeter rates_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::string> history_ ABSL_GUARDED_BY(mutex_);  // a JSON object a second
  int64_t last_ns_ ABSL_GUARDED_BY(mutex_) = 0;
  std::unique_ptr<WebServer> server_;  // absent: nothing is served. Ends before the rest does
};

}  // namespace barrage

#endif  // COORDINATOR_CLI_LIVE_DASHBOARD_H_
