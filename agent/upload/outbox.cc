#include "agent/upload/outbox.h"

#include <utility>

namespace barrage {

void Outbox::Open() {
  const MutexLock lock(mutex_);
  control_.clear();
  next_batch_ = nullptr;
  closed_ = false;
}

void Outbox::Close() {
  const MutexLock lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

void Outbox::SetSource(BatchSource next_batch) {
  const MutexLock lock(mutex_);
  next_batch_ = std::move(next_batch);
  may_have_batch_ = true;
  changed_.notify_all();
}

void Outbox::PutFirst(wire::AgentMessage message) {
  const MutexLock lock(mutex_);
  if (closed_) return;
  control_.push_front(std::move(message));
  changed_.notify_all();
}

void Outbox::Put(wire::AgentMessage message) {
  const MutexLock lock(mutex_);
  if (closed_) return;
  control_.push_back(std::move(message));
  changed_.notify_all();
}

void Outbox::Wake() {
  const MutexLock lock(mutex_);
  may_have_batch_ = true;
  changed_.notify_all();
}

std::optional<wire::AgentMessage> Outbox::Next() {
  for (;;) {
    BatchSource next_batch;
    {
      const MutexLock lock(mutex_);
      while (control_.empty() && !may_have_batch_ && !closed_) changed_.wait(mutex_);
      if (!control_.empty()) {
        wire::AgentMessage message = std::move(control_.front());
        control_.pop_front();
        return message;
      }
      if (closed_) return std::nullopt;
      // Before asking the source, so that a Wake meanwhile is not lost.
      may_have_batch_ = false;
      next_batch = next_batch_;
    }
    if (next_batch == nullptr) continue;
    if (std::optional<wire::RecordBatch> batch = next_batch()) {
      Wake();
      wire::AgentMessage message;
      *message.mutable_batch() = *std::move(batch);
      return message;
    }
  }
}

}  // namespace barrage
