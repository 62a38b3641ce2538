#ifndef COORDINATOR_CLI_USAGE_PROBE_H_
#define COORDINATOR_CLI_USAGE_PROBE_H_

#include <string>

#include "common/http/http_client.h"
#include "common/openai/endpoint.h"

namespace barrage {

// What one tiny request showed.
struct UsageProbe {
  bool refused = false;  // stream_options.include_usage was refused, and the same request without it was not
  std::string trouble;   // what else was wrong, a sentence; empty: the request was answered
};

// Asks `url` for one token, streamed, with usage; and again without where that is refused.
UsageProbe ProbeUsage(const EndpointRow& endpoint, const std::string& url, const std::string& model,
                      bool legacy_max_tokens, const HttpOptions& access);

}  // namespace barrage

#endif  // COORDINATOR_CLI_USAGE_PROBE_H_
