#ifndef COMMON_OPENAI_HUGGINGFACE_GENERATE_H_
#define COMMON_OPENAI_HUGGINGFACE_GENERATE_H_

#include "common/openai/endpoint.h"

namespace barrage {

// /generate and /generate_stream of Hugging Face's Text Generation Inference: {"inputs", "parameters": {…}}. A payload
// has a prompt, before which images stand as Markdown; a raw_body is sent as it is. Extra inputs are parameters, as in
// AIPerf. With include_usage the server is asked for details, which hold the counts. A stream has an event a token and
// no [DONE]: the last one has the whole text.
const Endpoint& HuggingfaceGenerateEndpoint();

}  // namespace barrage

#endif  // COMMON_OPENAI_HUGGINGFACE_GENERATE_H_
