#include "coordinator/fleet/active_run.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/log.h"

namespace barrage {

ActiveRun::ActiveRun(RunParts run_parts, std::string id, RunTimings run_timings)
    : parts(run_parts),
      run_id(std::move(id)),
      timings(run_timings),
      intake(std::make_shared<RunIntake>(run_id, parts.plan.fleet.on_agent_loss == OnAgentLoss::kRedistribute,
                                         parts.log, parts.clock)),
      sources{parts.workload, parts.log, intake, {}} {}

void ActiveRun::Step(RunStep step) {
  const std::optional<RunPhase> next = Transition(phase, step);
  if (!next) {
    LogError("run ", run_id, ": step ", static_cast<int>(step), " cannot happen while ", PhaseText(phase));
    return;
  }
  phase = *next;
}

void ActiveRun::End(EndCause cause, int exit_code, std::string sentence) {
  const bool known = std::any_of(endings.begin(), endings.end(), [&](const Ending& e) { return e.cause == cause; });
  if (known) return;
  endings.push_back({cause, exit_code, std::move(sentence)});
  std::stable_sort(endings.begin(), endings.end(), [](const Ending& a, const Ending& b) { return a.cause < b.cause; });
}

void ActiveRun::Log(wire::RunEvent::Kind kind, std::optional<uint32_t> agent, absl::string_view sentence,
                    int64_t value) {
  wire::LogEntry entry;
  wire::RunEvent& event = *entry.mutable_event();
  event.set_kind(kind);
  event.set_at_ns(Now());
  if (agent) event.set_agent(*agent);
  event.set_detail(std::string(sentence));
  event.set_value(value);
  parts.log.Append(entry);
}

void ActiveRun::Note(wire::RunEvent::Kind kind, std::optional<uint32_t> agent, absl::string_view sentence,
                     int64_t value) {
  Log(kind, agent, sentence, value);
  parts.observer.OnNotice(sentence);
}

Member* ActiveRun::MemberOf(const AgentLink& link) {
  for (const std::unique_ptr<Member>& member : members) {
    if (member->link->incarnation() == link.incarnation()) return member.get();
  }
  return nullptr;
}

std::vector<Member*> ActiveRun::Present() {
  std::vector<Member*> present;
  for (const std::unique_ptr<Member>& member : members) {
    if (!member->gone()) present.push_back(member.get());
  }
  return present;
}

void ActiveRun::SendToAll(const wire::CoordinatorMessage& message) {
  for (Member* member : Present()) {
    if (member->connected()) member->link->Send(message);
  }
}

}  // namespace barrage
