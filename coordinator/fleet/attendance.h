#ifndef COORDINATOR_FLEET_ATTENDANCE_H_
#define COORDINATOR_FLEET_ATTENDANCE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "common/base/mutex.h"
#include "coordinator/fleet/agent_link.h"
#include "coordinator/fleet/roster.h"
#include "coordinator/fleet/run_intake.h"
#include "coordinator/fleet/send_lanes.h"
#include "proto/agent.pb.h"

namespace barrage {

// Who is connected, and the run, if any, that hears what they say. Any thread.
class Attendance {
 public:
  // Admits an agent that passed every check: names it, queues its Welcome as the first message on `lanes`, tells the
  // run. An older stream of the same process is broken off. A Reject where it still holds a run that is not this one's.
  std::variant<std::shared_ptr<AgentLink>, wire::Reject> Admit(wire::Hello hello, std::shared_ptr<SendLanes> lanes,
                                                               std::function<void()> cancel);

  // The link's stream has ended.
  void Left(const std::shared_ptr<AgentLink>& link);

  // The agent said this. Without a run it goes to the listener, if there is one.
  void Deliver(const std::shared_ptr<AgentLink>& link, wire::AgentMessage message, int64_t at_ns);

  // From now on this run hears them; returns who is here. Joins after that are events of the intake.
  std::vector<std::shared_ptr<AgentLink>> Attach(std::shared_ptr<RunIntake> intake);
  void Detach();

  // What agents say while no run is attached. Called on their reader threads; it must not wait.
  using Listener = std::function<void(const AgentLink& link, const wire::AgentMessage& message)>;
  void Listen(Listener listener);

  // By id.
  std::vector<std::shared_ptr<AgentLink>> Connected() const;

 private:
  std::shared_ptr<RunIntake> Intake() const;
  std::vector<std::shared_ptr<AgentLink>> Links() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable Mutex mutex_;
  Roster roster_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::shared_ptr<AgentLink>> links_ ABSL_GUARDED_BY(mutex_);  // connected, by id
  std::shared_ptr<RunIntake> intake_ ABSL_GUARDED_BY(mutex_);
  Listener listener_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_ATTENDANCE_H_
