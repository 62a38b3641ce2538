#ifndef COMMON_OPENAI_COMPLETIONS_H_
#define COMMON_OPENAI_COMPLETIONS_H_

#include "common/openai/endpoint.h"

namespace barrage {

// /v1/completions, the older endpoint: a payload has a prompt; a raw_body is sent as it is. Its limit on output tokens
// has always been max_tokens.
const Endpoint& CompletionsEndpoint();

}  // namespace barrage

#endif  // COMMON_OPENAI_COMPLETIONS_H_
