#ifndef COORDINATOR_STORE_LOG_FACTS_H_
#define COORDINATOR_STORE_LOG_FACTS_H_

#include "common/record/run_log.h"
#include "proto/log.pb.h"

namespace barrage {

// Adds one entry of a log, other than a batch, to what is known of its run. Entries of kinds that this program does not
// know, and kept texts, add nothing. A second AgentEntry of an ordinal (a new process of the same agent) replaces the
// first.
void AddFact(wire::LogEntry&& entry, RunFacts& facts);

}  // namespace barrage

#endif  // COORDINATOR_STORE_LOG_FACTS_H_
