#include "coordinator/cli/target_access.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace barrage {

HttpOptions TargetAccess(const TargetPlan& target, const std::optional<std::string>& api_key, absl::Duration timeout) {
  HttpOptions options;
  options.headers.assign(target.headers.begin(), target.headers.end());
  if (api_key) options.headers.emplace_back("Authorization", absl::StrCat("Bearer ", *api_key));
  options.tls.ca_file = target.cacert.value_or("");
  options.tls.client_cert_file = target.cert.value_or("");
  options.tls.client_key_file = target.key.value_or("");
  options.tls.insecure = target.insecure;
  options.total_timeout = absl::ToChronoMilliseconds(timeout);
  options.connect_timeout = std::min(options.connect_timeout, options.total_timeout);
  options.max_body_bytes = size_t{4} << 20;
  if (target.no_proxy) options.proxy = "";
  return options;
}

}  // namespace barrage
