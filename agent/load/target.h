#ifndef AGENT_LOAD_TARGET_H_
#define AGENT_LOAD_TARGET_H_

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace barrage {

using CurlList = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

// One URL of the plan with its name resolved, once for the run.
struct Target {
  std::string url;     // complete, as in the plan
  std::string origin;  // scheme://host:port
  bool tls = false;
  // One CURLOPT_CONNECT_TO list an address of the name; connection k goes to address k mod size.
  std::vector<CurlList> connect_to;

  // The list for connection `k`, or nullptr: connect to the name itself.
  curl_slist* ConnectTo(size_t k) const {
    return connect_to.empty() ? nullptr : connect_to[k % connect_to.size()].get();
  }
};

// Reads `url` and resolves its host; waits for the resolver. With `by_proxy` the proxy resolves. Errors:
// InvalidArgument for no http(s) URL, Unavailable naming host and fault.
absl::StatusOr<Target> ResolveTarget(const std::string& url, bool by_proxy);

}  // namespace barrage

#endif  // AGENT_LOAD_TARGET_H_
