#include "coordinator/fleet/load_phase.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "coordinator/fleet/loss_policy.h"
#include "coordinator/fleet/run_setup.h"
#include "coordinator/fleet/run_watch.h"
#include "coordinator/fleet/start_order.h"

namespace barrage {
namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

bool AllPresent(ActiveRun& run, bool (*holds)(const Member&)) {
  const std::vector<Member*> present = run.Present();
  return std::all_of(present.begin(), present.end(), [&](const Member* member) { return holds(*member); });
}

void SetUp(ActiveRun& run, bool warmup, const wire::RunSetup* setup) {
  const LoadPhase which = warmup ? LoadPhase::kWarmup : LoadPhase::kMeasured;
  const Sharder sharder = run.parts.workload.ShardOver(static_cast<int64_t>(run.members.size()));
  const auto stream = std::make_shared<RequestStream>(run.parts.workload.Requests(which));
  run.load = {run.load.number + 1,
              warmup,
              std::make_shared<Deck>([stream] { return stream->Next(); }, sharder),
              std::nullopt,
              EndOf(run.parts.plan, run.parts.workload, warmup).dispatch_until_ns,
              run.parts.workload.Scheduled(which)};
  for (const std::unique_ptr<Member>& member : run.members) {
    if (member->gone()) {
      run.load.deck->Withdraw(member->ordinal, HeirsOf(run));
      continue;
    }
    member->ready = member->phase_done = false;
    if (setup != nullptr) {
      wire::CoordinatorMessage message;
      *message.mutable_run_setup() = SetupFor(*setup, run.parts.plan, *member, static_cast<int>(run.members.size()));
      member->link->SendBulk(std::move(message));
    }
    member->granter.BeginPhase({run.load.number, run.load.deck, run.parts.plan.load.open_loop(), member->slots});
  }
}

void AwaitReady(ActiveRun& run) {
  const int64_t deadline_ns = run.Now() + absl::ToInt64Nanoseconds(run.timings.ready_within);
  // From the second phase on connections are open: having the first slices is being ready.
  const bool all = RunUntil(run, deadline_ns, [&] {
    if (run.ending()) return true;
    const std::vector<Member*> present = run.Present();
    return std::all_of(present.begin(), present.end(), [&](Member* member) {
      return member->ready || (run.load.number > 1 && member->granter.book().AllWritten());
    });
  });
  if (all) return;
  for (Member* member : run.Present()) {
    if (!member->ready)
      Lose(run, *member, absl::StrCat("not ready after ", absl::FormatDuration(run.timings.ready_within)));
  }
}

void StartAll(ActiveRun& run) {
  int64_t widest_ns = 0;
  const int64_t now_ns = run.Now();
  for (Member* member : run.Present()) {
    const ClockFit fit = member->clock.Fit();
    widest_ns = std::max(widest_ns, fit.At(fit.ToAgent(now_ns)).bound_ns);
  }
  const int64_t t0_ns = now_ns + absl::ToInt64Nanoseconds(run.timings.start_margin) + widest_ns;
  run.load.t0_ns = t0_ns;
  run.board.BeginPhase(t0_ns);
  wire::LogEntry entry;
  wire::PhaseStart& start = *entry.mutable_phase_start();
  start.set_phase(run.load.number);
  start.set_warmup(run.load.warmup);
  start.set_t0_ns(t0_ns);
  if (run.load.scheduled) start.set_scheduled(*run.load.scheduled);
  for (const std::unique_ptr<Member>& member : run.members) {
    start.add_agent_t0_ns(member->gone() ? 0 : member->clock.Fit().ToAgent(t0_ns));
    if (member->gone()) continue;
    member->granter.Start(t0_ns);
    if (member->connected()) SendStart(run, *member);
  }
  run.parts.log.Append(entry);
  run.stage = wire::ClockExchange::DURING;
  run.Step(run.load.warmup ? RunStep::kWarmupStarted : RunStep::kMeasurementStarted);
}

void StopAll(ActiveRun& run, wire::Stop::Mode mode) {
  wire::CoordinatorMessage message;
  message.mutable_stop()->set_mode(mode);
  message.mutable_stop()->set_reason(run.endings.empty() ? "the plan's end" : run.endings.front().sentence);
  for (Member* member : run.Present()) member->link->DropBulk();
  run.SendToAll(message);
  run.stop_sent = mode;
}

bool PhaseOver(ActiveRun& run) {
  return AllPresent(run, [](const Member& member) { return member.phase_done; });
}

// Streams drain, then are cut; who does not answer even then is lost.
void StopEarly(ActiveRun& run) {
  run.Step(RunStep::kStopAsked);
  const auto level = [&run] { return run.parts.stop.level(); };
  const EndCause cause = run.endings.front().cause;
  const bool keep = cause != EndCause::kLogFailed && level() < StopLevel::kCancel;
  run.Note(wire::RunEvent::STOPPED, std::nullopt, absl::StrCat("stopping: ", run.endings.front().sentence));
  if (keep) {
    StopAll(run, wire::Stop::DRAIN);
    const int64_t grace_ns = absl::ToInt64Nanoseconds(run.parts.plan.load.grace);
    const auto done = [&] { return PhaseOver(run) || level() >= StopLevel::kCancel; };
    if (RunUntil(run, run.Now() + grace_ns, done) && level() < StopLevel::kCancel) return;
    if (PhaseOver(run)) return;
  }
  StopAll(run, wire::Stop::CANCEL);
  const auto done = [&] { return PhaseOver(run) || level() >= StopLevel::kLeave; };
  if (RunUntil(run, run.Now() + absl::ToInt64Nanoseconds(run.timings.cancel_within), done)) return;
  for (Member* member : run.Present()) {
    if (!member->phase_done) Lose(run, *member, "it did not end its streams when told to");
  }
}

// When the phase must be over on a healthy agent: cut streams plus a margin. Without a cut every request has its own
// time-out, which the agents keep.
int64_t Deadline(const ActiveRun& run) {
  const std::optional<int64_t> cut_ns = EndOf(run.parts.plan, run.parts.workload, run.load.warmup).cut_at_ns;
  if (!cut_ns || !run.load.t0_ns) return kNever;
  return *run.load.t0_ns + *cut_ns + absl::ToInt64Nanoseconds(run.timings.cancel_within);
}

// With --cut-at-end and no duration the end is the last dispatch.
bool CutsNow(ActiveRun& run) {
  return run.parts.plan.load.cut_at_end && !run.load.warmup && !run.load.dispatch_ns && run.load.scheduled &&
         run.board.PhaseTotals().dispatched >= static_cast<uint64_t>(*run.load.scheduled);
}

}  // namespace

void CarryOutPhase(ActiveRun& run, bool warmup, const wire::RunSetup* setup) {
  SetUp(run, warmup, setup);
  AwaitReady(run);
  if (run.ending()) {
    run.Step(RunStep::kStopAsked);
    return;
  }
  StartAll(run);
  const bool done = RunUntil(run, Deadline(run), [&] { return run.ending() || PhaseOver(run) || CutsNow(run); });
  if (!done) {
    for (Member* member : run.Present()) {
      if (!member->phase_done) Lose(run, *member, "it did not end the phase in time");
    }
  }
  if (run.ending()) {
    StopEarly(run);
    run.Step(RunStep::kMeasurementDone);
    return;
  }
  if (!PhaseOver(run)) {
    StopAll(run, wire::Stop::CANCEL);
    RunUntil(run, run.Now() + absl::ToInt64Nanoseconds(run.timings.cancel_within), [&] { return PhaseOver(run); });
  }
  run.Step(warmup ? RunStep::kWarmupDone : RunStep::kMeasurementDone);
}

}  // namespace barrage
