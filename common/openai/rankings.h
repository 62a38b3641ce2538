#ifndef COMMON_OPENAI_RANKINGS_H_
#define COMMON_OPENAI_RANKINGS_H_

#include "common/openai/endpoint.h"

namespace barrage {

// A query and passages, in the forms of three services. A payload has a query and texts; a raw_body is sent as it is.
//
//   NIM             {"model", "query": {"text"}, "passages": [{"text"}]}   answers {"rankings": […]}
//   Cohere          {"model", "query", "documents": […]}                   answers {"results": […]}
//   Hugging Face's  {"query", "texts": […]}                                answers […]
//   TEI
const Endpoint& NimRankingsEndpoint();
const Endpoint& CohereRankingsEndpoint();
const Endpoint& TeiRankingsEndpoint();

}  // namespace barrage

#endif  // COMMON_OPENAI_RANKINGS_H_
