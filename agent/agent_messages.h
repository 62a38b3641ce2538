#ifndef AGENT_AGENT_MESSAGES_H_
#define AGENT_AGENT_MESSAGES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "proto/agent.pb.h"

namespace barrage {

// What an agent that dials again has in hand of a run.
struct HeldRun {
  std::string run_id;
  uint64_t acked_sequence = 0, slices_received = 0;
};

// What an agent says (proto/agent.proto), ready for the outbox.

// The answer to a challenge; an empty `run_token`: this agent has none to prove.
wire::AgentMessage HelloMessage(const wire::AgentFacts& facts, const std::string& run_token,
                                const wire::Challenge& challenge, const std::optional<HeldRun>& held);
wire::AgentMessage ReadyMessage(uint32_t phase, uint32_t warm_connections);
wire::AgentMessage TokenizerWantedMessage(const std::string& sha256);
wire::AgentMessage RunFailedMessage(wire::RunFailed::Kind kind, absl::string_view text);
wire::AgentMessage PhaseDoneMessage(uint32_t phase, uint64_t records);
wire::AgentMessage DrainedMessage(bool leaving, uint64_t batches, uint64_t records);

}  // namespace barrage

#endif  // AGENT_AGENT_MESSAGES_H_
