#ifndef COMMON_BASE_BOUNDED_QUEUE_H_
#define COMMON_BASE_BOUNDED_QUEUE_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "common/base/mutex.h"

namespace barrage {

// A queue between threads that holds at most `capacity` values. Whoever uses one says in a comment who waits when it
// is full. Close wakes everybody; what is queued can still be popped.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(size_t capacity) : capacity_(capacity) {}

  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  // Waits while full. False when closed: the value is dropped.
  bool Push(T value) {
    const MutexLock lock(mutex_);
    while (values_.size() >= capacity_ && !closed_) changed_.wait(mutex_);
    if (closed_) return false;
    values_.push_back(std::move(value));
    changed_.notify_all();
    return true;
  }

  // Waits until there is a value or the queue is closed and empty (nullopt).
  std::optional<T> Pop() {
    const MutexLock lock(mutex_);
    while (values_.empty() && !closed_) changed_.wait(mutex_);
    return TakeFront();
  }

  // The same, but gives up after `timeout` (nullopt; tell the two apart with closed()).
  std::optional<T> PopFor(std::chrono::nanoseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    const MutexLock lock(mutex_);
    while (values_.empty() && !closed_) {
      if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) break;
    }
    return TakeFront();
  }

  // Never waits.
  std::optional<T> TryPop() {
    const MutexLock lock(mutex_);
    return TakeFront();
  }

  void Close() {
    const MutexLock lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  bool closed() const {
    const MutexLock lock(mutex_);
    return closed_;
  }

  size_t size() const {
    const MutexLock lock(mutex_);
    return values_.size();
  }

 private:
  std::optional<T> TakeFront() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (values_.empty()) return std::nullopt;
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    changed_.notify_all();
    return value;
  }

  const size_t capacity_;
  mutable Mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<T> values_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace barrage

#endif  // COMMON_BASE_BOUNDED_QUEUE_H_
