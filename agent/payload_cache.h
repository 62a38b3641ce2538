#ifndef AGENT_PAYLOAD_CACHE_H_
#define AGENT_PAYLOAD_CACHE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "proto/agent.pb.h"

namespace barrage {

// The payloads of a run that requests still to come refer to, put together from pieces. Requests share them. Not for
// several threads at once.
class PayloadCache {
 public:
  static constexpr size_t kLargestPayload = size_t{64} << 20;

  // Takes the next piece. Error: InvalidArgument when the whole is no Payload or is above 64 MiB.
  absl::Status Add(const wire::PayloadPiece& piece);

  // The payload of `request`; it is forgotten when this is its last use. Error: NotFound.
  absl::StatusOr<std::shared_ptr<const wire::Payload>> Use(const wire::ScheduledRequest& request);

  // The stream is gone: payloads that came in part come again as a whole.
  void ForgetPieces() { pieces_.clear(); }

  size_t size() const { return payloads_.size(); }

 private:
  std::unordered_map<uint64_t, std::string> pieces_;
  std::unordered_map<uint64_t, std::shared_ptr<const wire::Payload>> payloads_;
};

}  // namespace barrage

#endif  // AGENT_PAYLOAD_CACHE_H_
