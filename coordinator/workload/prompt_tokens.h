#ifndef COORDINATOR_WORKLOAD_PROMPT_TOKENS_H_
#define COORDINATOR_WORKLOAD_PROMPT_TOKENS_H_

#include <cstdint>
#include <optional>

#include "common/tokenizer/tokenizer.h"
#include "proto/request.pb.h"

namespace barrage {

// The tokens of all texts that the payload asks, each counted as a whole and without special tokens: what a server adds
// (a first token, its chat template) is not in it. Absent where the texts are not known: a raw body, or a text that the
// tokenizer cannot take.
std::optional<int64_t> PromptTokens(const Tokenizer& tokenizer, const wire::Payload& payload);

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_PROMPT_TOKENS_H_
