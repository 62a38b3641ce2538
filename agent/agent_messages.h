#ifndef AGENT_AGENT_MESSAGES_H_
#define AGENT_AGENT_MESSAGES_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "proto/agent.pb.h"

namespace barrage {

// What an agent says (proto/agent.proto), ready for the outbox.
wire::AgentMessage ReadyMessage(uint32_t phase, uint32_t warm_connections);
wire::AgentMessage TokenizerWantedMessage(const std::string& sha256);
wire::AgentMessage RunFailedMessage(wire::RunFailed::Kind kind, absl::string_view text);
wire::AgentMessage PhaseDoneMessage(uint32_t phase, uint64_t records);
wire::AgentMessage DrainedMessage(bool leaving, uint64_t batches, uint64_t records);

}  // namespace barrage

#endif  // AGENT_AGENT_MESSAGES_H_
