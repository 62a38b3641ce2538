#include "agent/coordinator_dialer.h"

#include <chrono>
#include <utility>

#include "common/base/log.h"

namespace barrage {
namespace {

constexpr std::chrono::milliseconds kDialTimeout{2000};

}  // namespace

CoordinatorDialer::CoordinatorDialer(CoordinatorAddress address, uint64_t seed, EventQueue& events, Outbox& outbox,
                                     const Clock& clock)
    : address_(std::move(address)),
      events_(events),
      outbox_(outbox),
      clock_(clock),
      redial_(seed),
      next_dial_ns_(clock.MonotonicNs()) {}

void CoordinatorDialer::DialIfDue(int64_t now_ns, bool holds_run) {
  if (link_ != nullptr || now_ns < next_dial_ns_) return;
  ++link_number_;
  auto link = CoordinatorLink::Dial(address_, kDialTimeout, outbox_, clock_,
                                    {.on_message =
                                         [this, number = link_number_](wire::CoordinatorMessage&& message) {
                                           events_.PutMessage(MessageCame{number, std::move(message)});
                                         },
                                     .on_closed =
                                         [this, number = link_number_](const absl::Status& status) {
                                           events_.Put(LinkClosed{number, status});
                                         }});
  if (!link.ok()) {
    Complain(std::string(link.status().message()));
    next_dial_ns_ = clock_.MonotonicNs() + redial_.WaitNs(holds_run);
    return;
  }
  link_ = *std::move(link);
  opened_ns_ = now_ns;
}

void CoordinatorDialer::Drop(int64_t now_ns, bool holds_run) {
  Break();
  next_dial_ns_ = now_ns + redial_.WaitNs(holds_run);
}

void CoordinatorDialer::Break() {
  if (link_ == nullptr) return;
  events_.StopWaiting(true);
  link_.reset();
  events_.StopWaiting(false);
  ++link_number_;
}

void CoordinatorDialer::OnWelcome() {
  redial_.Reset();
  last_complaint_.clear();
}

void CoordinatorDialer::Complain(std::string sentence) {
  if (sentence == last_complaint_) return;
  LogWarning(sentence, "; trying again");
  last_complaint_ = std::move(sentence);
}

}  // namespace barrage
