#ifndef COMMON_OPENAI_CHAT_H_
#define COMMON_OPENAI_CHAT_H_

#include "common/openai/endpoint.h"

namespace barrage {

// /v1/chat/completions. A payload has messages, or a prompt with or without images and audio, which is asked as one
// message of the user; a raw_body is sent as it is.
const Endpoint& ChatEndpoint();

}  // namespace barrage

#endif  // COMMON_OPENAI_CHAT_H_
