#ifndef COORDINATOR_FLEET_ADMISSION_H_
#define COORDINATOR_FLEET_ADMISSION_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "proto/agent.pb.h"

namespace barrage {

// The version that both sides of the stream must speak.
inline constexpr uint32_t kProtocolVersion = 2;

// Why an agent that answered `nonce` with `hello` is not admitted: one sentence that names it. nullopt: it is. With a
// `run_token` it must have proved that it knows it. Names the agent only when its proof is right, so that a stranger's
// words reach no log.
std::optional<wire::Reject> Refusal(const wire::Hello& hello, absl::string_view nonce,
                                    const std::optional<std::string>& run_token);

// 32 random bytes, from the kernel.
std::string NewNonce();

}  // namespace barrage

#endif  // COORDINATOR_FLEET_ADMISSION_H_
