#ifndef COORDINATOR_TARGET_USAGE_PROBE_H_
#define COORDINATOR_TARGET_USAGE_PROBE_H_

#include <string>

#include "common/http/http_client.h"
#include "common/http/secrets.h"
#include "common/openai/endpoint.h"

namespace barrage {

struct UsageQuestion {
  const EndpointRow& endpoint;
  std::string url, model;
  bool streaming = true;
  bool legacy_max_tokens = false;  // asked for: max_completion_tokens is not tried
  std::string extra_body_json;
};

// What tiny requests showed.
struct UsageProbe {
  bool refused = false;             // stream_options.include_usage is refused, and the same request without it is not
  bool max_tokens_refused = false;  // max_completion_tokens is, and max_tokens is not
  bool max_tokens_ignored = false;  // max_completion_tokens is taken and not heeded, and max_tokens is heeded
  std::string trouble;              // what else was wrong, a sentence without `secrets`; empty: it was answered
};

// Asks for one token as the run will. Where that is refused as a bad request (400, 422), asks again without what old
// servers do not know, and keeps what the first answered request did without. Where the answer is far longer than asked
// for, asks again with max_tokens. Blocks: four exchanges at most.
UsageProbe ProbeUsage(const UsageQuestion& question, const HttpOptions& access, const Secrets& secrets);

}  // namespace barrage

#endif  // COORDINATOR_TARGET_USAGE_PROBE_H_
