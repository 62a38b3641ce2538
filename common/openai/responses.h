#ifndef COMMON_OPENAI_RESPONSES_H_
#define COMMON_OPENAI_RESPONSES_H_

#include "common/openai/endpoint.h"

namespace barrage {

// /v1/responses. A payload has messages, or a prompt with or without images and audio; a raw_body is sent as it is.
// Events say what they are in `event:` and in "type". One of response.completed and response.incomplete (a limit was
// reached) closes a good stream, with the usage, which needs no option; response.failed and error are errors.
const Endpoint& ResponsesEndpoint();

}  // namespace barrage

#endif  // COMMON_OPENAI_RESPONSES_H_
