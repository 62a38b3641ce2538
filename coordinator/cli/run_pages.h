#ifndef COORDINATOR_CLI_RUN_PAGES_H_
#define COORDINATOR_CLI_RUN_PAGES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/http/prometheus_text.h"
#include "common/http/web_server.h"
#include "coordinator/fleet/run_observer.h"
#include "coordinator/fleet/stop_signal.h"
#include "coordinator/plan/settings.h"

namespace barrage {

// A run as a scraper sees it: phase, agents by state, requests by outcome.
std::vector<MetricSample> RunMetrics(const FleetProgress& progress);

// The pages of a command (--http): health, the run's newest progress as metrics, and the results in the artifact
// directory. It passes on what it observes.
class RunPages final : public RunObserver {
 public:
  // Serves where `settings` asks for it, else nowhere. `next` outlives the pages. Error: the address cannot be listened
  // on, or the token's file cannot be read.
  static absl::StatusOr<std::unique_ptr<RunPages>> Open(const Settings& settings, RunObserver& next);

  void OnProgress(const FleetProgress& progress) override;
  void OnNotice(absl::string_view sentence) override { next_.OnNotice(sentence); }

  // Goes on serving for --linger, or until `stop` is raised. At once where nothing is served.
  void Linger(const StopSignal& stop) const;

 private:
  RunPages(absl::Duration linger, RunObserver& next) : linger_(linger), next_(next) {}

  std::vector<MetricSample> Metrics();

  const absl::Duration linger_;
  RunObserver& next_;
  Mutex mutex_;
  std::vector<MetricSample> metrics_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<WebServer> server_;  // absent: nothing is served. Ends before the metrics do
};

}  // namespace barrage

#endif  // COORDINATOR_CLI_RUN_PAGES_H_
