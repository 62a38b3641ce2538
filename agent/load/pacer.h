#ifndef AGENT_LOAD_PACER_H_
#define AGENT_LOAD_PACER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "proto/request.pb.h"

namespace barrage {

using SharedBody = std::shared_ptr<const std::string>;

// A request on the loop, ready to be sent.
struct Waiting {
  wire::ScheduledRequest request;
  absl::StatusOr<SharedBody> body;  // an error: the payload does not fit the endpoint
  int64_t granted_ns = 0;           // when it reached the loop
};

// A request whose turn has come.
struct Due {
  Waiting waiting;
  std::optional<int64_t> intended_ns;  // where it has a time of its own
  std::optional<int64_t> blocked_ns;   // where it had to wait for a slot after that
  uint32_t slot = 0;                   // which it holds until OnFinished; 0 where there are no slots
};

// Decides which request is sent when. Pure: times come in as arguments, from one clock. A pacer serves one phase.
class Pacer {
 public:
  static constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

  virtual ~Pacer() = default;

  // Takes the next requests of the schedule, in order.
  virtual void Add(std::vector<Waiting> requests) = 0;

  // The next request, if its turn has come at `now_ns`.
  virtual std::optional<Due> TakeDue(int64_t now_ns) = 0;

  // When TakeDue may next have one, or kNever: it changes with Add and OnFinished.
  virtual int64_t NextDueNs() const = 0;

  // A request taken from here ended, at `now_ns`; `refused`: no connection could be had for it.
  virtual void OnFinished(uint32_t slot, bool refused, int64_t now_ns) = 0;

  // Slots that are open at `now_ns` and hold no request.
  virtual uint32_t idle_slots(int64_t now_ns) const = 0;

  // Gives up the requests whose turn has not come, in order.
  virtual std::deque<Waiting> TakeWaiting() {
    std::deque<Waiting> rest;
    rest.swap(queue_);
    return rest;
  }
  size_t waiting() const { return queue_.size() + waiting_apart_; }

 protected:
  std::deque<Waiting> queue_;
  size_t waiting_apart_ = 0;  // requests that a pacer keeps outside `queue_`
};

}  // namespace barrage

#endif  // AGENT_LOAD_PACER_H_
