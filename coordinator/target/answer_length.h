#ifndef COORDINATOR_TARGET_ANSWER_LENGTH_H_
#define COORDINATOR_TARGET_ANSWER_LENGTH_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "common/openai/endpoint.h"

namespace barrage {

// The output tokens of the answer in `body`: as its usage says, else the events with content; nothing where the body is
// not what the endpoint speaks. Streamed: its server-sent events.
std::optional<int64_t> AnsweredTokens(const Endpoint& endpoint, bool streamed, absl::string_view body);

}  // namespace barrage

#endif  // COORDINATOR_TARGET_ANSWER_LENGTH_H_
