#include "coordinator/fleet/event_handler.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "coordinator/fleet/loss_policy.h"
#include "coordinator/fleet/start_order.h"
#include "coordinator/fleet/tokenizer_pieces.h"

namespace barrage {
namespace {

// The same process on a new stream: it gets what the old one may not have brought.
void Resume(ActiveRun& run, Member& member, std::shared_ptr<AgentLink> link, int64_t at_ns) {
  member.link = std::move(link);
  member.last_heard_ns = at_ns;
  run.intake->AddMember(member.ordinal, member.link);
  if (member.gone()) {
    // Lost before: its records are welcome, itself no longer.
    member.back = true;
    wire::CoordinatorMessage stop;
    stop.mutable_stop()->set_mode(wire::Stop::CANCEL);
    stop.mutable_stop()->set_reason("the run went on without this agent");
    member.link->Send(std::move(stop));
    wire::CoordinatorMessage end;
    end.mutable_end_run();
    member.link->SendBulk(std::move(end));
    return;
  }
  member.state = MemberState::kConnected;
  run.Note(wire::RunEvent::AGENT_RESUMED, member.ordinal, absl::StrCat("agent ", member.id(), " is back"));
  const wire::Hello& hello = member.link->hello();
  std::optional<uint64_t> received;
  if (hello.has_slices_received()) received = hello.slices_received();
  member.granter.Resend(member.link, received);
  // It may have been lost with the stream; or there are more slots since. An agent that has it takes no notice.
  if (run.load.t0_ns) SendStart(run, member);
  if (run.stop_sent) {
    wire::CoordinatorMessage stop;
    stop.mutable_stop()->set_mode(*run.stop_sent);
    member.link->Send(std::move(stop));
  }
  if (member.end_sent) {
    wire::CoordinatorMessage end;
    end.mutable_end_run();
    member.link->SendBulk(std::move(end));
  }
}

void Joined(ActiveRun& run, const FleetEvent& event) {
  if (Member* member = run.MemberOf(*event.link)) return Resume(run, *member, event.link, event.at_ns);
  for (const std::unique_ptr<Member>& member : run.members) {
    if (member->id() == event.link->id()) Lose(run, *member, "a new process took its place");
  }
  run.visitors.push_back(event.link);
}

void Closed(ActiveRun& run, const FleetEvent& event) {
  std::erase(run.visitors, event.link);
  Member* member = run.MemberOf(*event.link);
  if (member == nullptr || member->link != event.link || !member->connected()) return;
  member->state = MemberState::kDisconnected;
  if (member->drained) return;
  run.Note(wire::RunEvent::AGENT_DISCONNECTED, member->ordinal,
           absl::StrCat("agent ", member->id(), " is disconnected"));
}

void OnFailed(ActiveRun& run, Member& member, const wire::RunFailed& failed) {
  const std::string sentence = absl::StrCat("agent ", member.id(), ": ", failed.message());
  const bool internal = failed.kind() == wire::RunFailed::INTERNAL;
  run.End(internal ? EndCause::kInternal : EndCause::kSetupFailed, internal ? 1 : 3, sentence);
  run.Log(wire::RunEvent::STOPPED, member.ordinal, sentence);  // the person is told at once: it ends the run
  // It is idle again: nothing more comes of it.
  member.drained = true;
}

void OnProgress(ActiveRun& run, Member& member, const wire::Progress& progress, int64_t at_ns) {
  member.last_progress_ns = at_ns;
  member.health = progress.health();
  member.health_phase = std::max(member.health_phase, progress.phase());
  run.board.Update(member.ordinal, progress.health(), at_ns);
  if (progress.health().spool_full() && !member.spool_full) {
    run.Note(wire::RunEvent::SPOOL_FULL, member.ordinal,
             absl::StrCat("agent ", member.id(), " had no room left for records and stopped dispatching"));
  }
  member.spool_full = progress.health().spool_full();
}

void OnEcho(ActiveRun& run, Member& member, const wire::ClockEcho& echo, int64_t at_ns) {
  std::optional<wire::ClockExchange> exchange = member.clock.Answered(echo, at_ns);
  if (!exchange) return;
  exchange->set_agent(member.ordinal);
  wire::LogEntry entry;
  *entry.mutable_clock() = *std::move(exchange);
  run.parts.log.Append(entry);
}

void OnTokenizerWanted(ActiveRun& run, Member& member, const wire::TokenizerWanted& wanted) {
  if (!run.parts.tokenizer_json) return;
  for (wire::TokenizerPiece& piece : TokenizerPiecesOf(wanted.sha256(), *run.parts.tokenizer_json)) {
    wire::CoordinatorMessage message;
    *message.mutable_tokenizer() = std::move(piece);
    member.link->SendBulk(std::move(message));
  }
}

void OnDrained(ActiveRun& run, Member& member, const wire::Drained& drained) {
  member.drained = true;
  member.phase_done = true;
  if (drained.leaving() && !member.end_sent) LetGo(run, member);
}

void Said(ActiveRun& run, const FleetEvent& event) {
  Member* member = run.MemberOf(*event.link);
  if (member == nullptr) return;
  member->last_heard_ns = std::max(member->last_heard_ns, event.at_ns);
  member->records += event.records;
  member->granter.book().Dispatched(event.dispatched);
  if (member->gone()) return;
  const wire::AgentMessage& message = event.message;
  switch (message.body_case()) {
    case wire::AgentMessage::kClockEcho:
      OnEcho(run, *member, message.clock_echo(), event.at_ns);
      break;
    case wire::AgentMessage::kReady:
      member->ready = true;
      break;
    case wire::AgentMessage::kRunFailed:
      OnFailed(run, *member, message.run_failed());
      break;
    case wire::AgentMessage::kProgress:
      OnProgress(run, *member, message.progress(), event.at_ns);
      break;
    case wire::AgentMessage::kPhaseDone:
      // Stopped before it began, a phase has no number yet.
      if (message.phase_done().phase() >= run.load.number || run.stop_sent) member->phase_done = true;
      break;
    case wire::AgentMessage::kDrained:
      OnDrained(run, *member, message.drained());
      break;
    case wire::AgentMessage::kTokenizerWanted:
      OnTokenizerWanted(run, *member, message.tokenizer_wanted());
      break;
    case wire::AgentMessage::kHello:
    case wire::AgentMessage::kBatch:
    case wire::AgentMessage::kSelftestDone:  // between runs
    case wire::AgentMessage::BODY_NOT_SET:
      break;
  }
  member->granter.Used(event.at_ns, std::max<uint64_t>(member->records, member->health.dispatched()));
}

}  // namespace

void Handle(ActiveRun& run, FleetEvent event) {
  switch (event.kind) {
    case FleetEvent::Kind::kJoined:
      return Joined(run, event);
    case FleetEvent::Kind::kClosed:
      return Closed(run, event);
    case FleetEvent::Kind::kMessage:
      return Said(run, event);
    case FleetEvent::Kind::kSliceWritten:
      if (Member* member = run.MemberOf(*event.link)) member->granter.book().Written(event.slice);
      return;
  }
}

}  // namespace barrage
