#include "coordinator/cli/run_pages.h"

#include <chrono>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/record/outcome.h"
#include "coordinator/cli/messages.h"
#include "coordinator/cli/results_pages.h"
#include "coordinator/fleet/member_state.h"

namespace barrage {

std::vector<MetricSample> RunMetrics(const FleetProgress& progress) {
  std::vector<MetricSample> samples = {
      {"barrage_run_phase", "The phase that the run is in.", 1, {{"phase", std::string(PhaseText(progress.phase))}}},
      {"barrage_expected_agents", "Agents that the run is for.", static_cast<double>(progress.expected_agents), {}},
  };
  std::map<std::string, int> agents = {{"connected", 0}};
  for (const AgentProgress& agent : progress.agents) ++agents[std::string(MemberStateName(agent.state))];
  for (const auto& [state, count] : agents) {
    samples.push_back({"barrage_agents", "Agents by state.", static_cast<double>(count), {{"state", state}}});
  }
  const FleetTotals& totals = progress.totals;
  samples.push_back(
      {"barrage_requests_dispatched", "Requests sent in this run.", static_cast<double>(totals.dispatched), {}});
  samples.push_back({"barrage_requests_in_flight", "Requests under way.", static_cast<double>(totals.in_flight), {}});
  for (const OutcomeRow& row : kOutcomes) {
    samples.push_back({"barrage_requests_ended",
                       "Requests of this run by how they ended, as agents last said.",
                       static_cast<double>(totals.of(row.outcome)),
                       {{"outcome", std::string(row.name)}}});
  }
  samples.push_back(
      {"barrage_output_tokens", "Tokens received in this run.", static_cast<double>(totals.output_tokens), {}});
  return samples;
}

absl::StatusOr<std::unique_ptr<RunPages>> RunPages::Open(const Settings& settings, RunObserver& next) {
  const Invocation& invocation = settings.invocation;
  std::unique_ptr<RunPages> pages(new RunPages(invocation.linger, next));
  if (!invocation.http) return pages;
  ASSIGN_OR_RETURN(pages->server_,
                   ServeResults(*invocation.http, settings, [self = pages.get()] { return self->Metrics(); }));
  // Now, not after the run: the result line stays the last.
  const std::string after = invocation.linger > absl::ZeroDuration()
                                ? absl::StrCat(", for ", absl::FormatDuration(invocation.linger), " more after the run")
                                : "";
  PrintNotice(absl::StrCat("Pages     health, metrics and results on port ", pages->server_->port(), after));
  return pages;
}

void RunPages::OnProgress(const FleetProgress& progress) {
  if (server_ != nullptr) {
    MutexLock lock(mutex_);
    metrics_ = RunMetrics(progress);
  }
  next_.OnProgress(progress);
}

std::vector<MetricSample> RunPages::Metrics() {
  MutexLock lock(mutex_);
  return metrics_;
}

void RunPages::Linger(const StopSignal& stop) const {
  if (server_ == nullptr || linger_ <= absl::ZeroDuration()) return;
  const auto end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(linger_);
  while (stop.level() == StopLevel::kNone && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace barrage
