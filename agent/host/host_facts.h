#ifndef AGENT_HOST_HOST_FACTS_H_
#define AGENT_HOST_HOST_FACTS_H_

#include "proto/facts.pb.h"

namespace barrage {

// What this host and its limits are: host, kernel, pid, cores, cgroup limits, open files (after raising the soft limit
// to the hard one), port range, timer resolution, and a new random incarnation. The rest of AgentFacts is the caller's.
wire::AgentFacts ReadHostFacts();

}  // namespace barrage

#endif  // AGENT_HOST_HOST_FACTS_H_
