#ifndef AGENT_UPLOAD_SPOOL_PLACE_H_
#define AGENT_UPLOAD_SPOOL_PLACE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace barrage {

// The spool's file for one run of one agent process: DIR/barrage-RUN-INCARNATION.spool, whatever the two words hold.
std::string SpoolPath(absl::string_view folder, absl::string_view run_id, absl::string_view incarnation);

// How large a spool in `folder` may become: `limit_bytes`, or 80 % of what is free there now, the smaller.
uint64_t SpoolCapacity(const std::string& folder, uint64_t limit_bytes);

// Removes the spools in `folder` that nobody wrote to for 24 h: of agents that were killed.
void RemoveStaleSpools(const std::string& folder);

}  // namespace barrage

#endif  // AGENT_UPLOAD_SPOOL_PLACE_H_
