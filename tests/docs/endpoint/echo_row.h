#ifndef TESTS_DOCS_ENDPOINT_ECHO_ROW_H_
#define TESTS_DOCS_ENDPOINT_ECHO_ROW_H_

#include "tests/docs/endpoint/echo.h"

namespace barrage {

// As it would stand in endpoint_table.cc.
inline constexpr EndpointRow kEchoRows[] = {
    {.name = "echo",
     .path = "/v1/echo",
     .stream_path = "",
     .can_stream = true,
     .streams_unless_told = true,
     .asks_tokens = true,
     .question = Question::kPrompt,
     .metric_name = "openai-echo",
     .endpoint = EchoEndpoint},
};

}  // namespace barrage

#endif  // TESTS_DOCS_ENDPOINT_ECHO_ROW_H_
