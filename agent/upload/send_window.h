#ifndef AGENT_UPLOAD_SEND_WINDOW_H_
#define AGENT_UPLOAD_SEND_WINDOW_H_

#include <algorithm>
#include <cstdint>
#include <deque>

namespace barrage {

// How many batches may be on their way at once. What lies in the sockets' buffers delays the heartbeats behind it, so
// the window halves when an acknowledgement takes long, and grows by one when it does not. Pure; times from the caller.
class SendWindow {
 public:
  static constexpr int64_t kSlowNs = 500'000'000;
  static constexpr uint32_t kLargest = 32;

  bool open() const { return sent_ns_.size() < window_; }
  uint32_t size() const { return window_; }

  void Sent(int64_t now_ns) { sent_ns_.push_back(now_ns); }

  // The `count` oldest batches on their way have arrived.
  void Acknowledged(uint64_t count, int64_t now_ns) {
    for (; count > 0 && !sent_ns_.empty(); --count) {
      const bool slow = now_ns - sent_ns_.front() > kSlowNs;
      window_ = slow ? std::max(window_ / 2, 1u) : std::min(window_ + 1, kLargest);
      sent_ns_.pop_front();
    }
  }

  // The stream is gone and with it what was on its way.
  void Reset() {
    sent_ns_.clear();
    window_ = kAtStart;
  }

 private:
  static constexpr uint32_t kAtStart = 4;

  uint32_t window_ = kAtStart;
  std::deque<int64_t> sent_ns_;
};

}  // namespace barrage

#endif  // AGENT_UPLOAD_SEND_WINDOW_H_
