#include "coordinator/fleet/loss_policy.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "coordinator/fleet/start_order.h"

namespace barrage {

// Visitors are not among them: a run's agents are fixed at its start.
std::vector<int64_t> HeirsOf(ActiveRun& run) {
  std::vector<int64_t> heirs;
  if (run.parts.plan.fleet.on_agent_loss != OnAgentLoss::kRedistribute) return heirs;
  // Where requests wait for slots, those who never held one could not keep to them.
  const bool need_slots = run.parts.workload.Slots().has_value();
  for (const Member* member : run.Present()) {
    if (!need_slots || member->slots > 0) heirs.push_back(member->ordinal);
  }
  return heirs;
}

namespace {

void DealAgain(ActiveRun& run, Member& member, std::vector<wire::ScheduledRequest> reclaimed) {
  const std::vector<int64_t> heirs = HeirsOf(run);
  if (run.load.deck) {
    std::vector<wire::ScheduledRequest> untaken = run.load.deck->Withdraw(member.ordinal, heirs);
    std::move(untaken.begin(), untaken.end(), std::back_inserter(reclaimed));
    run.load.deck->DealAgain(std::move(reclaimed), heirs);
  }
  // Its slots, one after another.
  for (int64_t slot = 0; slot < member.slots; ++slot) {
    Member& heir = *run.members[static_cast<size_t>(heirs[static_cast<size_t>(slot) % heirs.size()])];
    ++heir.slots;
    heir.granter.AddSlots(1);
  }
  member.slots = 0;
  // A Start with more slots than before adds them.
  if (!run.load.t0_ns || !run.parts.workload.Slots()) return;
  for (const int64_t ordinal : heirs) {
    Member& heir = *run.members[static_cast<size_t>(ordinal)];
    if (heir.connected()) SendStart(run, heir);
  }
}

// When the lost agent's lease was over at the latest, as an offset into the phase. Its newest answered Progress was
// sent before it arrived here.
std::optional<int64_t> LeaseEndOffset(const ActiveRun& run, const Member& member) {
  if (!run.parts.plan.load.open_loop() || !run.load.t0_ns) return std::nullopt;
  return member.last_progress_ns + absl::ToInt64Nanoseconds(run.timings.lease) - *run.load.t0_ns;
}

void CarryOut(ActiveRun& run, Member& member, const std::string& sentence,
              std::vector<wire::ScheduledRequest> reclaimed) {
  const OnAgentLoss policy = run.parts.plan.fleet.on_agent_loss;
  const bool nobody_left = run.Present().empty() || (policy == OnAgentLoss::kRedistribute && HeirsOf(run).empty());
  if (policy == OnAgentLoss::kStop || nobody_left) return run.End(EndCause::kAgentLost, 4, sentence);
  if (policy == OnAgentLoss::kRedistribute) return DealAgain(run, member, std::move(reclaimed));
  if (run.load.deck) run.load.deck->Withdraw(member.ordinal, HeirsOf(run));
}

}  // namespace

void Lose(ActiveRun& run, Member& member, absl::string_view why) {
  if (member.gone()) return;
  member.state = MemberState::kLost;
  run.board.Gone(member.ordinal);
  member.link->Close();
  const std::string sentence = absl::StrCat("agent ", member.id(), " is lost: ", why);
  run.Note(wire::RunEvent::AGENT_LOST, member.ordinal, sentence);
  CarryOut(run, member, sentence, member.granter.book().LostRequests(LeaseEndOffset(run, member)));
}

void LetGo(ActiveRun& run, Member& member) {
  if (member.gone()) return;
  member.state = MemberState::kLeft;
  run.board.Gone(member.ordinal);
  const std::string sentence = absl::StrCat("agent ", member.id(), " has left");
  run.Note(wire::RunEvent::AGENT_LEFT, member.ordinal, sentence);
  CarryOut(run, member, sentence, member.granter.book().LeftRequests());
}

bool Settled(ActiveRun& run) {
  if (run.parts.plan.fleet.on_agent_loss != OnAgentLoss::kRedistribute) return true;
  const std::vector<Member*> present = run.Present();
  return std::all_of(present.begin(), present.end(), [&](Member* member) {
    return member->granter.book().AllDispatched() && run.load.deck->Peek(member->ordinal) == nullptr;
  });
}

}  // namespace barrage
