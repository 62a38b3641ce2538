#include "coordinator/fleet/wind_down.h"

#include <algorithm>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "coordinator/fleet/gathering.h"
#include "coordinator/fleet/loss_policy.h"
#include "coordinator/fleet/run_watch.h"

namespace barrage {
namespace {

bool AllDrained(ActiveRun& run) {
  for (const std::unique_ptr<Member>& member : run.members) {
    // A lost one that came back uploads what it has.
    const bool uploads = !member->gone() || (member->state == MemberState::kLost && member->back);
    if (uploads && !member->drained) return false;
  }
  return true;
}

uint64_t RecordsSoFar(const ActiveRun& run) {
  uint64_t records = 0;
  for (const std::unique_ptr<Member>& member : run.members) records += member->records;
  return records;
}

bool Leaving(const ActiveRun& run) { return run.parts.stop.level() >= StopLevel::kLeave; }

}  // namespace

void WindDown(ActiveRun& run) {
  if (Leaving(run)) return;
  run.stage = wire::ClockExchange::AFTER;
  CompareClocks(run);
  for (Member* member : run.Present()) {
    if (member->drained) continue;
    wire::CoordinatorMessage message;
    message.mutable_end_run();
    member->end_sent = true;
    if (member->connected()) member->link->SendBulk(std::move(message));
  }
  while (!AllDrained(run) && !Leaving(run) && run.parts.log.status().ok()) {
    const uint64_t before = RecordsSoFar(run);
    const int64_t deadline_ns = run.Now() + absl::ToInt64Nanoseconds(run.timings.drain_within);
    RunUntil(run, deadline_ns, [&] {
      return AllDrained(run) || Leaving(run) || RecordsSoFar(run) != before || !run.parts.log.status().ok();
    });
    if (run.Now() < deadline_ns) continue;
    for (Member* member : run.Present()) {
      if (member->drained) continue;
      run.Note(wire::RunEvent::DRAIN_TIMED_OUT, member->ordinal,
               absl::StrCat("agent ", member->id(), " did not deliver its records in time"));
      Lose(run, *member, "it did not deliver its records in time");
    }
    break;
  }
  run.Step(RunStep::kDrained);
}

int CloseLog(ActiveRun& run) {
  const int exit_code = run.endings.empty() ? 0 : run.endings.front().exit_code;
  wire::LogEntry entry;
  entry.mutable_end()->set_at_ns(run.Now());
  entry.mutable_end()->set_exit_code(exit_code);
  entry.mutable_end()->set_batches(run.intake->batches());
  std::promise<absl::Status> written;
  run.parts.log.Append(entry, [&written](const absl::Status& status) { written.set_value(status); });
  const absl::Status status = written.get_future().get();
  if (status.ok()) return exit_code;
  run.End(EndCause::kLogFailed, 1, absl::StrCat("the record log cannot be written: ", std::string(status.message())));
  return run.endings.front().exit_code;
}

}  // namespace barrage
