#ifndef AGENT_LEASE_H_
#define AGENT_LEASE_H_

#include <cstdint>
#include <deque>
#include <optional>

namespace barrage {

// Until when this agent may dispatch: 6 s from when it sent the newest Progress that the coordinator answered. Sending,
// not answering, is what counts: the coordinator calls the agent lost 6.5 s after the last message that came through,
// so the lease ends first whatever the delays were. Pure; times are the agent's CLOCK_MONOTONIC.
class Lease {
 public:
  static constexpr int64_t kLengthNs = 6'000'000'000;

  // A Progress goes out now. Returns its sequence.
  uint64_t Send(int64_t now_ns) {
    unanswered_.push_back({++last_sequence_, now_ns});
    // One a second: older ones than the lease is long renew nothing.
    if (unanswered_.size() > 16) unanswered_.pop_front();
    return last_sequence_;
  }

  // The coordinator answered `sequence`. The new end, if it moved.
  std::optional<int64_t> Answer(uint64_t sequence) {
    std::optional<int64_t> until_ns;
    while (!unanswered_.empty() && unanswered_.front().sequence <= sequence) {
      if (unanswered_.front().sequence == sequence) until_ns = unanswered_.front().sent_ns + kLengthNs;
      unanswered_.pop_front();
    }
    return until_ns;
  }

  // When the oldest Progress without an answer was sent; absent: all are answered.
  std::optional<int64_t> waiting_since_ns() const {
    if (unanswered_.empty()) return std::nullopt;
    return unanswered_.front().sent_ns;
  }

  // The stream is gone: no answer will come to what was sent on it.
  void ForgetUnanswered() { unanswered_.clear(); }

 private:
  struct Sent {
    uint64_t sequence;
    int64_t sent_ns;
  };
  uint64_t last_sequence_ = 0;
  std::deque<Sent> unanswered_;
};

}  // namespace barrage

#endif  // AGENT_LEASE_H_
