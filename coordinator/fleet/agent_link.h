#ifndef COORDINATOR_FLEET_AGENT_LINK_H_
#define COORDINATOR_FLEET_AGENT_LINK_H_

#include <functional>
#include <memory>
#include <string>

#include "common/base/mutex.h"
#include "coordinator/fleet/send_lanes.h"
#include "proto/agent.pb.h"

namespace barrage {

// One admitted agent's stream, as the rest of the fleet sees it. Any thread. It outlives the stream: on a closed link
// every Send says false.
class AgentLink {
 public:
  // `cancel` breaks the stream off; it is not called after Detach.
  AgentLink(std::string id, wire::Hello hello, std::shared_ptr<SendLanes> lanes, std::function<void()> cancel)
      : id_(std::move(id)), hello_(std::move(hello)), lanes_(std::move(lanes)), cancel_(std::move(cancel)) {}

  AgentLink(const AgentLink&) = delete;
  AgentLink& operator=(const AgentLink&) = delete;

  const std::string& id() const { return id_; }
  const std::string& incarnation() const { return hello_.facts().incarnation(); }
  const wire::AgentFacts& facts() const { return hello_.facts(); }
  const wire::Hello& hello() const { return hello_; }

  // Control messages pass bulk. A link whose agent reads nothing for so long that thousands wait is closed.
  bool Send(Outgoing outgoing) {
    const bool added = lanes_->AddControl(std::move(outgoing));
    if (!added) Close();
    return added;
  }
  bool Send(wire::CoordinatorMessage message) { return Send(Outgoing{std::move(message), nullptr, nullptr}); }

  // Set-up, payloads, slices and the run's end, in order.
  bool SendBulk(Outgoing outgoing) { return lanes_->AddBulk(std::move(outgoing)); }
  bool SendBulk(wire::CoordinatorMessage message) { return SendBulk(Outgoing{std::move(message), nullptr, nullptr}); }

  bool HasRoom() const { return lanes_->HasRoom(); }
  void DropBulk() { lanes_->DropBulk(); }

  // Breaks the stream off.
  void Close() {
    lanes_->Close();
    const MutexLock lock(mutex_);
    if (cancel_) cancel_();
  }

  // The stream is ending by itself.
  void Detach() {
    lanes_->Close();
    const MutexLock lock(mutex_);
    cancel_ = nullptr;
  }

 private:
  const std::string id_;
  const wire::Hello hello_;
  const std::shared_ptr<SendLanes> lanes_;
  Mutex mutex_;
  std::function<void()> cancel_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_AGENT_LINK_H_
