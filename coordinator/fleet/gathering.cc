#include "coordinator/fleet/gathering.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "coordinator/fleet/loss_policy.h"
#include "coordinator/fleet/roster.h"
#include "coordinator/fleet/run_watch.h"

namespace barrage {
namespace {

constexpr int64_t kProbes = 8;

void MakeMember(ActiveRun& run, std::shared_ptr<AgentLink> link) {
  const bool keep_open = run.parts.plan.fleet.on_agent_loss == OnAgentLoss::kRedistribute;
  const uint32_t ordinal = static_cast<uint32_t>(run.members.size());
  run.members.push_back(std::make_unique<Member>(ordinal, link, keep_open, run.sources));
  run.members.back()->last_heard_ns = run.Now();
  run.intake->AddMember(ordinal, std::move(link));
}

void LogMember(ActiveRun& run, const Member& member) {
  wire::LogEntry entry;
  entry.mutable_agent()->set_ordinal(member.ordinal);
  entry.mutable_agent()->set_id(member.id());
  *entry.mutable_agent()->mutable_facts() = member.link->facts();
  entry.mutable_agent()->set_slots(static_cast<uint32_t>(member.slots));
  run.parts.log.Append(entry);
}

}  // namespace

void Gather(ActiveRun& run) {
  const FleetPlan& fleet = run.parts.plan.fleet;
  const size_t expected = static_cast<size_t>(run.expected_agents);
  run.visitors = run.parts.attendance.Attach(run.intake);
  const int64_t deadline_ns = run.Now() + absl::ToInt64Nanoseconds(fleet.agents_timeout);
  RunUntil(run, deadline_ns, [&] { return run.ending() || run.visitors.size() >= expected; });
  if (run.ending()) return;

  std::vector<std::shared_ptr<AgentLink>> here = run.visitors;
  std::sort(here.begin(), here.end(), [](const auto& a, const auto& b) { return a->id() < b->id(); });
  if (here.size() > expected) here.resize(expected);
  if (here.size() < expected) {
    std::vector<std::string> ids;
    for (const auto& link : here) ids.push_back(link->id());
    const std::string sentence =
        absl::StrCat(MissingSentence(ids, run.expected_agents), " after ", absl::FormatDuration(fleet.agents_timeout));
    if (fleet.on_missing_agents == OnMissingAgents::kFail || here.empty()) {
      run.End(EndCause::kAgentsMissing, 4, sentence);
      run.Note(wire::RunEvent::STOPPED, std::nullopt, sentence);
      return;
    }
    run.parts.observer.OnNotice(absl::StrCat(sentence, ": going on without"));
  }
  for (std::shared_ptr<AgentLink>& link : here) {
    std::erase(run.visitors, link);
    MakeMember(run, std::move(link));
  }
  const Sharder sharder = run.parts.workload.ShardOver(static_cast<int64_t>(run.members.size()));
  for (const std::unique_ptr<Member>& member : run.members) {
    member->slots = sharder.SlotsOf(member->ordinal);
    LogMember(run, *member);
  }
  run.Step(RunStep::kAgentsHere);
}

void CompareClocks(ActiveRun& run) {
  const wire::ClockExchange::Stage stage = run.stage;
  const auto answered = [stage](const Member& member) { return member.clock.answered(stage); };
  const int64_t deadline_ns = run.Now() + absl::ToInt64Nanoseconds(run.timings.probes_within);
  // One after another: exchanges in flight at once would share one delay.
  for (int64_t round = 1; round <= kProbes; ++round) {
    run.next_probe_ns = 0;
    const bool all = RunUntil(run, deadline_ns, [&] {
      const std::vector<Member*> present = run.Present();
      return std::all_of(present.begin(), present.end(),
                         [&](Member* member) { return !member->connected() || answered(*member) >= round; });
    });
    if (!all) break;
  }
  for (Member* member : run.Present()) {
    if (stage == wire::ClockExchange::BEFORE && answered(*member) == 0) Lose(run, *member, "its clock does not answer");
  }
}

}  // namespace barrage
