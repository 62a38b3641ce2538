#ifndef AGENT_COORDINATOR_LINK_H_
#define AGENT_COORDINATOR_LINK_H_

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agent/upload/outbox.h"
#include "common/base/clock.h"
#include "proto/agent.grpc.pb.h"

namespace barrage {

// How to reach the coordinator.
struct CoordinatorAddress {
  std::string host_port;
  bool tls = false;
  std::string ca_pem;             // empty: the system's authorities
  std::string cert_pem, key_pem;  // of this agent; empty: none
  std::string server_name;        // that the certificate must have, if not the host's
};

// One stream to the coordinator with its two threads: one reads, one writes what the outbox holds. Clock probes are
// answered on the reader's thread at once; all else goes to the owner.
class CoordinatorLink {
 public:
  struct Sinks {
    std::function<void(wire::CoordinatorMessage&&)> on_message;  // may wait
    std::function<void(const absl::Status&)> on_closed;          // the last call
  };

  // Connects, waiting at most `timeout`, and opens `outbox` for this stream. `outbox` and `clock` outlive the link.
  // Error: Unavailable, naming the address.
  static absl::StatusOr<std::unique_ptr<CoordinatorLink>> Dial(const CoordinatorAddress& address,
                                                               std::chrono::milliseconds timeout, Outbox& outbox,
                                                               const Clock& clock, Sinks sinks);

  // Breaks the stream off if it is still open. on_message must not wait meanwhile.
  ~CoordinatorLink();

  CoordinatorLink(const CoordinatorLink&) = delete;
  CoordinatorLink& operator=(const CoordinatorLink&) = delete;

  // Writes the control messages that are in the outbox, then ends this side of the stream. on_closed follows when the
  // coordinator has ended its own.
  void FinishWriting() { outbox_.Close(); }

 private:
  CoordinatorLink(std::shared_ptr<grpc::Channel> channel, Outbox& outbox, const Clock& clock, Sinks sinks);

  void Read();
  void Write();

  Outbox& outbox_;
  const Clock& clock_;
  const Sinks sinks_;
  const std::unique_ptr<wire::Coordinator::Stub> stub_;
  grpc::ClientContext context_;
  const std::unique_ptr<grpc::ClientReaderWriter<wire::AgentMessage, wire::CoordinatorMessage>> stream_;
  std::thread writer_, reader_;
};

}  // namespace barrage

#endif  // AGENT_COORDINATOR_LINK_H_
