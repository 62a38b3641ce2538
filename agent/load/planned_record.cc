#include "agent/load/planned_record.h"

namespace barrage {

RequestRecord PlannedRecord(const Due& due, uint32_t loop) {
  const wire::ScheduledRequest& request = due.waiting.request;
  RequestRecord record;
  record.index = request.index();
  record.payload_id = request.payload_id();
  if (request.has_session()) record.session = static_cast<int64_t>(request.session());
  if (request.has_turn()) record.turn = static_cast<int64_t>(request.turn());
  record.loop = loop;
  record.url_index = request.url_index();
  record.model_index = request.model_index();
  record.intended_ns = due.intended_ns;
  record.blocked_ns = due.blocked_ns;
  if (due.intended_ns && due.waiting.granted_ns > *due.intended_ns) record.granted_ns = due.waiting.granted_ns;
  if (request.has_max_output_tokens()) record.asked_output_tokens = request.max_output_tokens();
  if (request.has_cancel_after_ns()) record.cancel_after_ns = request.cancel_after_ns();
  return record;
}

}  // namespace barrage
