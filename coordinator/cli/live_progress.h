#ifndef COORDINATOR_CLI_LIVE_PROGRESS_H_
#define COORDINATOR_CLI_LIVE_PROGRESS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/mutex.h"
#include "coordinator/cli/progress_rates.h"
#include "coordinator/fleet/run_observer.h"
#include "coordinator/plan/settings.h"

namespace barrage {

// Shows a run on stderr while it goes on: on a terminal a block that is redrawn at each progress, elsewhere a line at
// each new phase and every ten seconds, or a JSON object a second. Any thread.
class LiveProgress final : public RunObserver {
 public:
  explicit LiveProgress(ProgressStyle style);
  ~LiveProgress() override;

  void OnProgress(const FleetProgress& progress) override;
  void OnNotice(absl::string_view sentence) override;

  // Clears the block: what follows stands where it stood.
  void Finish();

 private:
  enum class Form { kBlock, kLines, kJson, kNothing };
  static Form FormOf(ProgressStyle style);

  void Clear() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsDue(const FleetProgress& progress) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Form form_;
  Mutex mutex_;
  RateMeter rates_ ABSL_GUARDED_BY(mutex_);
  size_t drawn_lines_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<RunPhase> last_phase_ ABSL_GUARDED_BY(mutex_);
  int64_t last_line_ns_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_CLI_LIVE_PROGRESS_H_
