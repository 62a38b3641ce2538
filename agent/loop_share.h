#ifndef AGENT_LOOP_SHARE_H_
#define AGENT_LOOP_SHARE_H_

#include <cstdint>

#include "agent/load/worker_types.h"
#include "proto/agent.pb.h"

namespace barrage {

// What of an agent's run falls to one of its loops. Thing i is loop i mod loops's; `loop` < `loops`. Pure.

// How many of `total` things the loop holds.
inline uint32_t ShareOf(uint32_t total, uint32_t loop, uint32_t loops) {
  return total / loops + (loop < total % loops ? 1 : 0);
}

// How many loops serve the run, of the `most` that this agent has: more than streams would hold nothing. At least one.
uint32_t LoopsFor(const wire::RunSetup& setup, uint32_t most);

// How many connections the loop opens before the run.
uint32_t WarmConnectionsOf(const wire::RunSetup& setup, uint32_t loop, uint32_t loops);

// The loop's order for the phase that begins.
StartOrder StartOrderOf(const wire::Start& start, uint32_t loop, uint32_t loops);

}  // namespace barrage

#endif  // AGENT_LOOP_SHARE_H_
