#ifndef AGENT_LOAD_PLANNED_RECORD_H_
#define AGENT_LOAD_PLANNED_RECORD_H_

#include <cstdint>

#include "agent/load/pacer.h"
#include "common/record/request_record.h"

namespace barrage {

// The record of a request before anything happened to it: identity and plan, outcome not_sent.
RequestRecord PlannedRecord(const Due& due, uint32_t loop);

}  // namespace barrage

#endif  // AGENT_LOAD_PLANNED_RECORD_H_
