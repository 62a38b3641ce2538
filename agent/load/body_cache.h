#ifndef AGENT_LOAD_BODY_CACHE_H_
#define AGENT_LOAD_BODY_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "agent/load/pacer.h"
#include "common/openai/endpoint.h"
#include "proto/request.pb.h"
#include "proto/run.pb.h"

namespace barrage {

// Request bodies, each built once for its payload and parameters: prompts are reused. One thread at a time.
class BodyCache {
 public:
  // `setup` names an endpoint of the table. Holds about `max_bytes`; when full it starts over.
  BodyCache(std::shared_ptr<const wire::RunSetup> setup, size_t max_bytes);

  // The body of `request`, which asks `payload`. Error: what the endpoint says of the payload.
  absl::StatusOr<SharedBody> Get(const wire::ScheduledRequest& request, const wire::Payload& payload);

 private:
  using Key = std::tuple<uint64_t, uint32_t, std::optional<int64_t>, std::optional<int64_t>>;

  const std::shared_ptr<const wire::RunSetup> setup_;
  const Endpoint& endpoint_;
  const size_t max_bytes_;
  size_t bytes_ = 0;
  absl::flat_hash_map<Key, SharedBody> bodies_;
};

}  // namespace barrage

#endif  // AGENT_LOAD_BODY_CACHE_H_
