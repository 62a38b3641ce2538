#ifndef AGENT_EVENT_QUEUE_H_
#define AGENT_EVENT_QUEUE_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <optional>
#include <variant>

#include "absl/status/status.h"
#include "agent/load/worker_types.h"
#include "agent/tokenizer_shelf.h"
#include "common/base/mutex.h"
#include "proto/agent.pb.h"

namespace barrage {

// What the session's thread acts on. `link` and `run` number streams and runs, so that what an earlier one left in the
// queue is told apart.
struct MessageCame {
  uint64_t link = 0;
  wire::CoordinatorMessage message;
};
struct LinkClosed {
  uint64_t link = 0;
  absl::Status status;
};
struct WarmedUp {
  uint64_t run = 0;
  WarmUpResult result;
};
struct LoopDone {
  uint64_t run = 0;
  uint32_t phase = 0;
};
struct TokenizerCame {
  ReadTokenizer read;
};
struct ToldToLeave {};  // SIGTERM or SIGINT

using SessionEvent = std::variant<MessageCame, LinkClosed, WarmedUp, LoopDone, TokenizerCame, ToldToLeave>;

// What other threads tell the session's thread, in order. Thread-safe.
class EventQueue {
 public:
  // Never waits: loops and signals put at most a few events each.
  void Put(SessionEvent event) {
    const MutexLock lock(mutex_);
    events_.push_back(std::move(event));
    changed_.notify_all();
  }

  // Waits while kMessages events are queued: the stream's reader waits, and with it the coordinator. Once
  // `StopWaiting` was called it never waits.
  void PutMessage(MessageCame message) {
    const MutexLock lock(mutex_);
    while (events_.size() >= kMessages && !draining_) changed_.wait(mutex_);
    events_.push_back(std::move(message));
    changed_.notify_all();
  }

  // The next event; waits for one until `deadline`.
  std::optional<SessionEvent> Take(std::chrono::steady_clock::time_point deadline) {
    const MutexLock lock(mutex_);
    while (events_.empty()) {
      if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) break;
    }
    if (events_.empty()) return std::nullopt;
    SessionEvent event = std::move(events_.front());
    events_.pop_front();
    changed_.notify_all();
    return event;
  }

  // A reader is about to be joined by the thread that takes: lets it through.
  void StopWaiting(bool stop) {
    const MutexLock lock(mutex_);
    draining_ = stop;
    changed_.notify_all();
  }

 private:
  static constexpr size_t kMessages = 256;

  Mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<SessionEvent> events_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace barrage

#endif  // AGENT_EVENT_QUEUE_H_
