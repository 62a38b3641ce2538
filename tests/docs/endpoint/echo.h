#ifndef COMMON_OPENAI_ECHO_H_
#define COMMON_OPENAI_ECHO_H_

#include "common/openai/endpoint.h"

namespace barrage {

// /v1/echo, a made-up endpoint: {"model", "say", "limit", "stream"}. A payload has a prompt; a raw_body is sent as it
// is. A stream has events {"piece": …} and ends with {"over": true, "count": {"in", "out"}}.
const Endpoint& EchoEndpoint();

}  // namespace barrage

#endif  // COMMON_OPENAI_ECHO_H_
