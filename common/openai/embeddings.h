#ifndef COMMON_OPENAI_EMBEDDINGS_H_
#define COMMON_OPENAI_EMBEDDINGS_H_

#include "common/openai/endpoint.h"

namespace barrage {

// /v1/embeddings. A payload has texts, or a prompt for one; a raw_body is sent as it is. An answer counts its vectors.
const Endpoint& EmbeddingsEndpoint();

}  // namespace barrage

#endif  // COMMON_OPENAI_EMBEDDINGS_H_
