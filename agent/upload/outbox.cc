#include "agent/upload/outbox.h"

#include <utility>

namespace barrage {

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
    }
    if (std::optional<wire::RecordBatch> batch = next_batch_()) {
      Wake();
      wire::AgentMessage message;
      *message.mutable_batch() = *std::move(batch);
      return message;
    }
  }
}

void Outbox::Close() {
  const MutexLock lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace barrage
