#ifndef AGENT_COORDINATOR_DIALER_H_
#define AGENT_COORDINATOR_DIALER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "agent/coordinator_link.h"
#include "agent/event_queue.h"
#include "agent/redial.h"
#include "agent/upload/outbox.h"
#include "common/base/clock.h"

namespace barrage {

// Keeps an agent's stream to its coordinator: dials, and after a loss waits a while and dials again. What comes over a
// stream goes to the event queue. For the session's thread; what it is given outlives it.
class CoordinatorDialer {
 public:
  // `seed` parts the agents' moments of dialling.
  CoordinatorDialer(CoordinatorAddress address, uint64_t seed, EventQueue& events, Outbox& outbox, const Clock& clock);
  ~CoordinatorDialer() { Break(); }

  CoordinatorDialer(const CoordinatorDialer&) = delete;
  CoordinatorDialer& operator=(const CoordinatorDialer&) = delete;

  bool is_open() const { return link_ != nullptr; }
  const std::string& host_port() const { return address_.host_port; }
  int64_t opened_ns() const { return opened_ns_; }        // the newest stream
  int64_t next_dial_ns() const { return next_dial_ns_; }  // where no stream is open

  // Whether an event is of the open stream: what an older one left in the queue is void.
  bool IsOpen(uint64_t link) const { return link == link_number_; }

  // Dials where no stream is open and it is time. With a run in hand (`holds_run`) the next try comes sooner.
  void DialIfDue(int64_t now_ns, bool holds_run);

  // Breaks the open stream off.
  void Drop(int64_t now_ns, bool holds_run);

  // The coordinator at its other end welcomed this agent; or refused it, and the stream is dropped.
  void OnWelcome();
  void WaitAfterRefusal() { next_dial_ns_ = clock_.MonotonicNs() + redial_.WaitAfterRefusalNs(); }

  // Writes what is in the outbox, then ends this side of the open stream.
  void FinishWriting() { link_->FinishWriting(); }

  // Logs what is wrong with the coordinator: once, not at each dial.
  void Complain(std::string sentence);

 private:
  void Break();

  const CoordinatorAddress address_;
  EventQueue& events_;
  Outbox& outbox_;
  const Clock& clock_;
  Redial redial_;
  std::unique_ptr<CoordinatorLink> link_;
  uint64_t link_number_ = 0;
  int64_t opened_ns_ = 0, next_dial_ns_ = 0;
  std::string last_complaint_;
};

}  // namespace barrage

#endif  // AGENT_COORDINATOR_DIALER_H_
