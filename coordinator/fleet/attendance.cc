#include "coordinator/fleet/attendance.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace barrage {

std::variant<std::shared_ptr<AgentLink>, wire::Reject> Attendance::Admit(wire::Hello hello,
                                                                         std::shared_ptr<SendLanes> lanes,
                                                                         std::function<void()> cancel) {
  std::shared_ptr<AgentLink> link, older;
  std::shared_ptr<RunIntake> intake;
  {
    const MutexLock lock(mutex_);
    intake = intake_;
    std::optional<uint64_t> acked;
    if (!hello.run_id().empty()) {
      if (intake) acked = intake->AckedSequence(hello.run_id(), hello.facts().incarnation());
      if (!acked) {
        wire::Reject reject;
        reject.set_reason(wire::Reject::RUN_OVER);
        reject.set_message(absl::StrCat("run ", hello.run_id(), " is not this coordinator's"));
        return reject;
      }
    }
    const Roster::Joined joined = roster_.Join(hello.facts().id(), hello.facts().incarnation());
    wire::CoordinatorMessage welcome;
    welcome.mutable_welcome()->set_agent_id(joined.id);
    welcome.mutable_welcome()->set_run_id(hello.run_id());
    welcome.mutable_welcome()->set_acked_sequence(acked.value_or(0));
    link = std::make_shared<AgentLink>(joined.id, std::move(hello), std::move(lanes), std::move(cancel));
    link->Send(std::move(welcome));
    older = std::exchange(links_[joined.id], link);
  }
  if (older) older->Close();
  if (intake) intake->OnJoined(link);
  return link;
}

void Attendance::Left(const std::shared_ptr<AgentLink>& link) {
  std::shared_ptr<RunIntake> intake;
  {
    const MutexLock lock(mutex_);
    intake = intake_;
    const auto at = links_.find(link->id());
    // A newer stream may bear the id by now.
    if (at != links_.end() && at->second == link) {
      links_.erase(at);
      roster_.Leave(link->id(), link->incarnation());
    }
  }
  if (intake) intake->OnClosed(link);
}

void Attendance::Deliver(const std::shared_ptr<AgentLink>& link, wire::AgentMessage message, int64_t at_ns) {
  if (const std::shared_ptr<RunIntake> intake = Intake()) return intake->OnMessage(link, std::move(message), at_ns);
  const MutexLock lock(mutex_);
  if (listener_) listener_(*link, message);
}

std::vector<std::shared_ptr<AgentLink>> Attendance::Attach(std::shared_ptr<RunIntake> intake) {
  const MutexLock lock(mutex_);
  intake_ = std::move(intake);
  return Links();
}

void Attendance::Detach() {
  const MutexLock lock(mutex_);
  intake_ = nullptr;
}

void Attendance::Listen(Listener listener) {
  const MutexLock lock(mutex_);
  listener_ = std::move(listener);
}

std::vector<std::shared_ptr<AgentLink>> Attendance::Connected() const {
  const MutexLock lock(mutex_);
  return Links();
}

std::vector<std::shared_ptr<AgentLink>> Attendance::Links() const {
  std::vector<std::shared_ptr<AgentLink>> connected;
  for (const auto& [id, link] : links_) connected.push_back(link);
  return connected;
}

std::shared_ptr<RunIntake> Attendance::Intake() const {
  const MutexLock lock(mutex_);
  return intake_;
}

}  // namespace barrage
