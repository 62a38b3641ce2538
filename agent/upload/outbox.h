#ifndef AGENT_UPLOAD_OUTBOX_H_
#define AGENT_UPLOAD_OUTBOX_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <optional>

#include "common/base/mutex.h"
#include "proto/agent.pb.h"

namespace barrage {

// What the agent has to write to its coordinator, in the order of urgency: clock echoes, other control messages, then
// one record batch at a time, so that a heartbeat never waits for more than one batch. Thread-safe. Puts never wait:
// what they put is small and rare (a few messages a second), and what is large waits at its source.
class Outbox {
 public:
  // Gives the next batch to write, if there is one now. Called on the writer's thread, as a copy: copies share their
  // state.
  using BatchSource = std::function<std::optional<wire::RecordBatch>()>;

  Outbox() = default;
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // A new stream: what was put for the one before is forgotten, and there is no source.
  void Open();

  // Ends Next once all control messages were taken; batches are not waited for. What is put from then on is dropped.
  void Close();

  // Where batches come from; empty: from nowhere. The writer may be in its last call of the source before.
  void SetSource(BatchSource next_batch);

  void PutFirst(wire::AgentMessage message);
  void Put(wire::AgentMessage message);

  // The source may have a batch now.
  void Wake();

  // Waits for the next message to write. Absent: closed, and all control messages were taken.
  std::optional<wire::AgentMessage> Next();

 private:
  Mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<wire::AgentMessage> control_ ABSL_GUARDED_BY(mutex_);
  BatchSource next_batch_ ABSL_GUARDED_BY(mutex_);
  bool may_have_batch_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = true;
};

}  // namespace barrage

#endif  // AGENT_UPLOAD_OUTBOX_H_
