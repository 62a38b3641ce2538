#include "coordinator/cli/live_dashboard.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/status_macros.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/progress_text.h"
#include "coordinator/web/live_page.h"

namespace barrage {
namespace {

constexpr int64_t kPeriodNs = 1'000'000'000;
constexpr size_t kMostSamples = 600;

}  // namespace

absl::StatusOr<std::unique_ptr<LiveDashboard>> LiveDashboard::Open(const Invocation& invocation, RunObserver& next) {
  std::unique_ptr<LiveDashboard> dashboard(new LiveDashboard(next));
  if (!invocation.dashboard) return dashboard;
  const auto history = [self = dashboard.get()] { return self->History(); };
  ASSIGN_OR_RETURN(dashboard->server_, WebServer::Start(*invocation.dashboard, [history](const WebRequest& request) {
                     return AnswerLivePage(history, request);
                   }));
  PrintNotice(absl::StrCat("Dashboard http://localhost:", dashboard->server_->port(), "/ until the run is over"));
  return dashboard;
}

void LiveDashboard::OnProgress(const FleetProgress& progress) {
  if (server_ != nullptr) {
    const MutexLock lock(mutex_);
    const ProgressRates rates = rates_.Update(progress.now_ns, progress.totals.ended(), progress.totals.output_tokens);
    std::string sample = ProgressJson(progress, rates);
    // The newest stands at the end; once it is a second after the one before it, it stays.
    if (!history_.empty() && progress.now_ns - last_ns_ < kPeriodNs) {
      history_.back() = std::move(sample);
    } else {
      history_.push_back(std::move(sample));
      last_ns_ = progress.now_ns;
      if (history_.size() > kMostSamples) history_.pop_front();
    }
  }
  next_.OnProgress(progress);
}

std::string LiveDashboard::History() {
  const MutexLock lock(mutex_);
  return absl::StrCat("[", absl::StrJoin(history_, ","), "]\n");
}

}  // namespace barrage
