#include "coordinator/fleet/run_watch.h"

#include <csignal>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "coordinator/fleet/event_handler.h"
#include "coordinator/fleet/loss_policy.h"
#include "coordinator/fleet/start_order.h"

namespace barrage {
namespace {

void WatchLeases(ActiveRun& run, int64_t now_ns) {
  const int64_t lost_after_ns = absl::ToInt64Nanoseconds(run.timings.lost_after);
  for (Member* member : run.Present()) {
    const int64_t silent_ns = now_ns - member->last_heard_ns;
    if (silent_ns < lost_after_ns || member->drained) continue;
    Lose(run, *member,
         absl::StrFormat("no message for %.1f s%s", static_cast<double>(silent_ns) / 1e9,
                         member->connected() ? "" : ", its stream is closed"));
  }
}

void WatchTarget(ActiveRun& run, int64_t now_ns) {
  const bool runs = run.phase == RunPhase::kWarmingUp || run.phase == RunPhase::kMeasuring;
  if (!runs || run.ending()) return;
  const LoadPlan& load = run.parts.plan.load;
  if (load.on_target_loss == OnTargetLoss::kStop && run.board.TargetLost(now_ns)) {
    const std::string sentence = absl::StrCat("the target is lost: no byte of an answer for 10 s, ",
                                              run.board.totals().of(Outcome::kConnectError), " connects failed");
    run.Note(wire::RunEvent::TARGET_LOST, std::nullopt, sentence);
    run.End(EndCause::kTargetLost, 3, sentence);
  }
  const std::optional<double> error_rate = run.board.ErrorRate();
  if (load.max_error_rate && error_rate && *error_rate > *load.max_error_rate) {
    const std::string sentence = absl::StrFormat("%.2f %% of the requests failed: more than --max-error-rate %g",
                                                 *error_rate, *load.max_error_rate);
    run.Note(wire::RunEvent::ERROR_RATE, std::nullopt, sentence);
    run.End(EndCause::kErrorRate, 0, sentence);
  }
}

void WatchLog(ActiveRun& run) {
  const absl::Status status = run.parts.log.status();
  if (status.ok() || run.ending()) return;
  const std::string sentence = absl::StrCat("the record log cannot be written: ", std::string(status.message()));
  run.parts.observer.OnNotice(sentence);
  run.End(EndCause::kLogFailed, 1, sentence);
}

void WatchSignals(ActiveRun& run) {
  if (run.parts.stop.level() == StopLevel::kNone) return;
  for (const Ending& ending : run.endings) {
    if (ending.cause == EndCause::kInterrupted) return;
  }
  const int signal_number = run.parts.stop.signal_number();
  const std::string sentence = absl::StrCat("interrupted by ", signal_number == SIGTERM ? "SIGTERM" : "SIGINT");
  run.Note(wire::RunEvent::INTERRUPTED, std::nullopt, sentence, signal_number);
  run.End(EndCause::kInterrupted, signal_number == SIGTERM ? 143 : 130, sentence);
}

void ProbeClocks(ActiveRun& run, int64_t now_ns) {
  if (now_ns < run.next_probe_ns) return;
  run.next_probe_ns = now_ns + absl::ToInt64Nanoseconds(run.timings.probe_period);
  for (Member* member : run.Present()) {
    if (member->connected()) member->clock.Probe(*member->link, run.stage, run.parts.clock);
  }
}

void Grant(ActiveRun& run, int64_t now_ns) {
  if (!run.load.deck || run.stop_sent) return;
  const bool over = run.load.t0_ns && run.load.dispatch_ns && now_ns >= *run.load.t0_ns + *run.load.dispatch_ns;
  const Granter::Outlook outlook = over           ? Granter::Outlook::kOver
                                   : Settled(run) ? Granter::Outlook::kAsDealt
                                                  : Granter::Outlook::kOpen;
  for (Member* member : run.Present()) {
    if (!member->connected()) continue;
    member->granter.Fill(member->link, now_ns, outlook);
    if (!member->granter.payloads_full() || run.cache_full_noted) continue;
    run.cache_full_noted = true;
    run.Note(wire::RunEvent::PAYLOAD_CACHE_FULL, member->ordinal,
             absl::StrCat("agent ", member->id(), " holds 256 MiB of payloads: its look-ahead is shorter than 10 s"));
  }
}

void Show(ActiveRun& run, int64_t now_ns) {
  if (now_ns < run.next_progress_ns) return;
  run.next_progress_ns = now_ns + absl::ToInt64Nanoseconds(run.timings.progress_period);
  FleetProgress progress;
  progress.phase = run.phase;
  progress.now_ns = now_ns;
  progress.t0_ns = run.load.t0_ns;
  progress.scheduled = run.load.scheduled;
  progress.duration_ns = run.load.dispatch_ns;
  progress.expected_agents = run.expected_agents;
  progress.totals = run.board.totals();
  for (const std::unique_ptr<Member>& member : run.members) {
    progress.agents.push_back({member->id(), member->state, member->health});
  }
  if (run.members.empty()) {
    for (const std::shared_ptr<AgentLink>& visitor : run.visitors) progress.agents.push_back({visitor->id(), {}, {}});
  }
  run.parts.observer.OnProgress(progress);
}

}  // namespace

bool RunUntil(ActiveRun& run, int64_t deadline_ns, const std::function<bool()>& done) {
  const auto tick = absl::ToChronoNanoseconds(run.timings.tick);
  int64_t next_tick_ns = 0;
  while (true) {
    const int64_t now_ns = run.Now();
    if (now_ns >= next_tick_ns) {
      next_tick_ns = now_ns + tick.count();
      WatchSignals(run);
      WatchLog(run);
      WatchLeases(run, now_ns);
      WatchTarget(run, now_ns);
      ProbeClocks(run, now_ns);
      Grant(run, now_ns);
      Show(run, now_ns);
    }
    if (done()) return true;
    if (now_ns >= deadline_ns) return false;
    if (std::optional<FleetEvent> event = run.intake->Next(tick)) Handle(run, *std::move(event));
  }
}

}  // namespace barrage
