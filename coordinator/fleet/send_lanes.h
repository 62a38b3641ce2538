#ifndef COORDINATOR_FLEET_SEND_LANES_H_
#define COORDINATOR_FLEET_SEND_LANES_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <optional>

#include "common/base/mutex.h"
#include "proto/agent.pb.h"

namespace barrage {

// A message on its way to one agent. On the writing thread `writing` is called just before it is handed to the stream,
// and `written` after, if it was. Either may be empty.
struct Outgoing {
  wire::CoordinatorMessage message;
  std::function<void()> writing, written;
};

// What waits to be written to one agent, in two lanes: control messages pass payloads and slices. Nobody waits to put
// something in; how much is in the bulk lane tells the granter to hold back. Any thread.
class SendLanes {
 public:
  // False when closed, or when 4096 control messages wait: that agent reads nothing.
  bool AddControl(Outgoing outgoing);
  bool AddBulk(Outgoing outgoing);

  // Whether less than 4 MiB wait in the bulk lane.
  bool HasRoom() const;

  // Forgets the slices and payload pieces that wait.
  void DropBulk();

  // The next to write, control first; waits at most `timeout`. nullopt: nothing came, or closed.
  std::optional<Outgoing> Take(std::chrono::nanoseconds timeout);

  // Nothing more goes in or out.
  void Close();
  bool closed() const;

 private:
  mutable Mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Outgoing> control_ ABSL_GUARDED_BY(mutex_), bulk_ ABSL_GUARDED_BY(mutex_);
  size_t bulk_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_SEND_LANES_H_
