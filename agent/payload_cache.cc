#include "agent/payload_cache.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace barrage {

absl::Status PayloadCache::Add(const wire::PayloadPiece& piece) {
  std::string& bytes = pieces_[piece.payload_id()];
  if (bytes.size() + piece.data().size() > kLargestPayload) {
    return absl::InvalidArgumentError(absl::StrCat("payload ", piece.payload_id(), " is above 64 MiB"));
  }
  bytes += piece.data();
  if (!piece.last()) return absl::OkStatus();
  auto payload = std::make_shared<wire::Payload>();
  if (!payload->ParseFromString(bytes) || payload->id() != piece.payload_id()) {
    return absl::InvalidArgumentError(absl::StrCat("payload ", piece.payload_id(), " is malformed"));
  }
  pieces_.erase(piece.payload_id());
  payloads_[payload->id()] = std::move(payload);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const wire::Payload>> PayloadCache::Use(const wire::ScheduledRequest& request) {
  const auto found = payloads_.find(request.payload_id());
  if (found == payloads_.end()) {
    return absl::NotFoundError(
        absl::StrCat("request ", request.index(), " refers to payload ", request.payload_id(), ", which is not here"));
  }
  std::shared_ptr<const wire::Payload> payload = found->second;
  if (payload->last_use_index() == request.index()) payloads_.erase(found);
  return payload;
}

}  // namespace barrage
