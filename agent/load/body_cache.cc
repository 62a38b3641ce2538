#include "agent/load/body_cache.h"

#include <utility>

#include "common/base/status_macros.h"

namespace barrage {

BodyCache::BodyCache(std::shared_ptr<const wire::RunSetup> setup, size_t max_bytes)
    : setup_(std::move(setup)), endpoint_(FindEndpoint(setup_->endpoint())->endpoint()), max_bytes_(max_bytes) {}

absl::StatusOr<SharedBody> BodyCache::Get(const wire::ScheduledRequest& request, const wire::Payload& payload) {
  BodyParameters parameters;
  if (request.has_max_output_tokens()) parameters.max_output_tokens = request.max_output_tokens();
  if (request.has_min_output_tokens()) parameters.min_output_tokens = request.min_output_tokens();
  const Key key{payload.id(), request.model_index(), parameters.max_output_tokens, parameters.min_output_tokens};
  if (const auto found = bodies_.find(key); found != bodies_.end()) return found->second;

  if (setup_->models_size() > 0) {
    parameters.model = setup_->models(static_cast<int>(request.model_index()) % setup_->models_size());
  }
  parameters.streaming = setup_->streaming();
  parameters.include_usage = setup_->include_usage();
  parameters.legacy_max_tokens = setup_->legacy_max_tokens();
  parameters.extra_body_json = setup_->extra_body_json();
  parameters.body_template = setup_->template_json();
  ASSIGN_OR_RETURN(std::string built, endpoint_.BuildBody(payload, parameters));
  SharedBody body = std::make_shared<const std::string>(std::move(built));
  if (bytes_ + body->size() > max_bytes_) {
    bodies_.clear();
    bytes_ = 0;
  }
  bytes_ += body->size();
  bodies_.emplace(key, body);
  return body;
}

}  // namespace barrage
