#include "coordinator/fleet/run_intake.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/log.h"
#include "common/record/outcome.h"
#include "common/record/record_codec.h"

namespace barrage {
namespace {

constexpr size_t kQueuedEvents = 4096;

wire::CoordinatorMessage AckOf(uint64_t sequence) {
  wire::CoordinatorMessage message;
  message.mutable_ack()->set_sequence(sequence);
  return message;
}

}  // namespace

RunIntake::RunIntake(std::string run_id, bool read_records, RecordLogWriter& log, const Clock& clock)
    : run_id_(std::move(run_id)), read_records_(read_records), log_(log), clock_(clock), events_(kQueuedEvents) {}

void RunIntake::AddMember(uint32_t ordinal, std::shared_ptr<AgentLink> link) {
  const MutexLock lock(mutex_);
  Member& member = members_[link->incarnation()];
  member.ordinal = ordinal;
  member.link = std::move(link);
}

std::optional<uint64_t> RunIntake::AckedSequence(const std::string& run_id, const std::string& incarnation) const {
  const MutexLock lock(mutex_);
  const auto at = members_.find(incarnation);
  if (run_id != run_id_ || at == members_.end()) return std::nullopt;
  return at->second.written;
}

std::optional<uint32_t> RunIntake::OrdinalOf(const AgentLink& link) const {
  const MutexLock lock(mutex_);
  const auto at = members_.find(link.incarnation());
  if (at == members_.end()) return std::nullopt;
  return at->second.ordinal;
}

uint64_t RunIntake::batches() const {
  const MutexLock lock(mutex_);
  return batches_;
}

void RunIntake::OnJoined(std::shared_ptr<AgentLink> link) {
  const Gate::Pass pass(gate_);
  if (!pass) return;
  events_.Push({FleetEvent::Kind::kJoined, std::move(link), clock_.MonotonicNs(), {}, 0, {}, {}, 0});
}

void RunIntake::OnClosed(std::shared_ptr<AgentLink> link) {
  const Gate::Pass pass(gate_);
  if (!pass) return;
  events_.Push({FleetEvent::Kind::kClosed, std::move(link), clock_.MonotonicNs(), {}, 0, {}, {}, 0});
}

void RunIntake::OnSliceWritten(std::shared_ptr<AgentLink> link, uint64_t slice, const wire::Grant& grant) {
  const Gate::Pass pass(gate_);
  if (!pass) return;
  if (grant.index_deltas_size() > 0) {
    wire::LogEntry entry;
    *entry.mutable_grant() = grant;
    log_.Append(entry);
  }
  events_.Push({FleetEvent::Kind::kSliceWritten, std::move(link), clock_.MonotonicNs(), {}, 0, {}, {}, slice});
}

void RunIntake::OnMessage(std::shared_ptr<AgentLink> link, wire::AgentMessage message, int64_t at_ns) {
  const Gate::Pass pass(gate_);
  if (!pass) return;
  if (message.has_batch()) return OnBatch(link, std::move(*message.mutable_batch()), at_ns);
  if (message.has_progress()) OnProgress(*link, message.progress(), at_ns);
  events_.Push({FleetEvent::Kind::kMessage, std::move(link), at_ns, std::move(message), 0, {}, {}, 0});
}

void RunIntake::OnProgress(AgentLink& link, const wire::Progress& progress, int64_t at_ns) {
  const std::optional<uint32_t> ordinal = OrdinalOf(link);
  if (!ordinal) return;
  wire::CoordinatorMessage answer;
  answer.mutable_progress_ack()->set_sequence(progress.sequence());
  link.Send(std::move(answer));
  wire::LogEntry entry;
  entry.mutable_health()->set_agent(*ordinal);
  entry.mutable_health()->set_received_ns(at_ns);
  *entry.mutable_health()->mutable_sample() = progress.health();
  log_.Append(entry);
}

void RunIntake::OnBatch(const std::shared_ptr<AgentLink>& link, wire::RecordBatch batch, int64_t at_ns) {
  uint32_t ordinal = 0;
  uint64_t written = 0;
  bool is_new = false;
  {
    const MutexLock lock(mutex_);
    const auto at = members_.find(link->incarnation());
    if (at == members_.end() || batch.run_id() != run_id_) return;
    Member& member = at->second;
    // A gap would be acknowledged as if it were there: the agent must dial anew and send what is missing.
    if (batch.sequence() > member.appended + 1) {
      LogWarning("agent ", link->id(), " sent batch ", batch.sequence(), " after ", member.appended, ": disconnected");
      link->Close();
      return;
    }
    is_new = batch.sequence() == member.appended + 1;
    if (is_new) member.appended = batch.sequence();
    ordinal = member.ordinal;
    written = member.written;
  }
  if (!is_new) {
    link->Send(AckOf(written));
    return;
  }
  FleetEvent event{FleetEvent::Kind::kMessage, link, at_ns, {}, batch.records(), {}, {}, 0};
  if (read_records_) {
    const absl::StatusOr<std::vector<RequestRecord>> records = DecodeRecordBatch(batch.body());
    if (records.ok()) {
      for (const RequestRecord& record : *records) {
        (record.outcome == Outcome::kNotSent ? event.not_sent : event.dispatched).push_back(record.index);
      }
    }
  }
  wire::LogEntry entry;
  entry.mutable_batch()->set_agent(ordinal);
  entry.mutable_batch()->set_incarnation(link->incarnation());
  entry.mutable_batch()->set_sequence(batch.sequence());
  *entry.mutable_batch()->mutable_body() = std::move(*batch.mutable_body());
  log_.Append(entry,
              [this, incarnation = link->incarnation(), sequence = batch.sequence()](const absl::Status& status) {
                if (status.ok()) OnBatchWritten(incarnation, sequence);
              });
  events_.Push(std::move(event));
}

void RunIntake::OnBatchWritten(const std::string& incarnation, uint64_t sequence) {
  std::shared_ptr<AgentLink> link;
  {
    const MutexLock lock(mutex_);
    Member& member = members_[incarnation];
    member.written = sequence;
    link = member.link;
    ++batches_;
  }
  link->Send(AckOf(sequence));
}

}  // namespace barrage
