#include "agent/agent_messages.h"

#include "common/base/hmac.h"

namespace barrage {
namespace {

constexpr uint32_t kProtocolVersion = 2;

}  // namespace

wire::AgentMessage HelloMessage(const wire::AgentFacts& facts, const std::string& run_token,
                                const wire::Challenge& challenge, const std::optional<HeldRun>& held) {
  wire::AgentMessage message;
  wire::Hello& hello = *message.mutable_hello();
  hello.set_protocol_version(kProtocolVersion);
  *hello.mutable_facts() = facts;
  if (!run_token.empty()) hello.set_hmac(HmacSha256(run_token, challenge.nonce()));
  if (held) {
    hello.set_run_id(held->run_id);
    hello.set_acked_sequence(held->acked_sequence);
    hello.set_slices_received(held->slices_received);
  }
  return message;
}

wire::AgentMessage ReadyMessage(uint32_t phase, uint32_t warm_connections) {
  wire::AgentMessage message;
  message.mutable_ready()->set_phase(phase);
  message.mutable_ready()->set_warm_connections(warm_connections);
  return message;
}

wire::AgentMessage TokenizerWantedMessage(const std::string& sha256) {
  wire::AgentMessage message;
  message.mutable_tokenizer_wanted()->set_sha256(sha256);
  return message;
}

wire::AgentMessage RunFailedMessage(wire::RunFailed::Kind kind, absl::string_view text) {
  wire::AgentMessage message;
  message.mutable_run_failed()->set_kind(kind);
  message.mutable_run_failed()->set_message(std::string(text));
  return message;
}

wire::AgentMessage PhaseDoneMessage(uint32_t phase, uint64_t records) {
  wire::AgentMessage message;
  message.mutable_phase_done()->set_phase(phase);
  message.mutable_phase_done()->set_records(records);
  return message;
}

wire::AgentMessage DrainedMessage(bool leaving, uint64_t batches, uint64_t records) {
  wire::AgentMessage message;
  message.mutable_drained()->set_leaving(leaving);
  message.mutable_drained()->set_batches(batches);
  message.mutable_drained()->set_records(records);
  return message;
}

}  // namespace barrage
