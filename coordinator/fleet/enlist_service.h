#ifndef COORDINATOR_FLEET_ENLIST_SERVICE_H_
#define COORDINATOR_FLEET_ENLIST_SERVICE_H_

#include <atomic>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "common/base/clock.h"
#include "coordinator/fleet/attendance.h"
#include "proto/agent.grpc.pb.h"

namespace barrage {

// The agents' end of the coordinator: speaks first, checks who dials in, then carries messages both ways. gRPC gives
// each stream a thread that reads; a second one writes.
class EnlistService final : public wire::Coordinator::Service {
 public:
  struct Rules {
    std::optional<std::string> run_token;
    int max_strangers = 64;  // streams that may be open without having passed the checks
    absl::Duration hello_within;
  };

  // `attendance` and `clock` outlive it.
  EnlistService(Rules rules, Attendance& attendance, const Clock& clock)
      : rules_(std::move(rules)), attendance_(attendance), clock_(clock) {}

  using Stream = grpc::ServerReaderWriter<wire::CoordinatorMessage, wire::AgentMessage>;

  grpc::Status Enlist(grpc::ServerContext* context, Stream* stream) override;

 private:
  // Reads and checks the Hello. nullptr: refused, and told why.
  std::shared_ptr<AgentLink> LetIn(grpc::ServerContext& context, Stream& stream,
                                   const std::shared_ptr<SendLanes>& lanes, const std::string& nonce);

  const Rules rules_;
  Attendance& attendance_;
  const Clock& clock_;
  std::atomic<int> strangers_{0};
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_ENLIST_SERVICE_H_
