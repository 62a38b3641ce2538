#include "coordinator/target/target_access.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace barrage {

HttpOptions TargetAccess(const TargetPass& pass, absl::Duration timeout) {
  const TargetPlan& target = pass.target;
  HttpOptions options;
  options.headers.assign(target.headers.begin(), target.headers.end());
  if (pass.api_key) options.headers.emplace_back("Authorization", absl::StrCat("Bearer ", *pass.api_key));
  options.tls.ca_file = target.cacert.value_or("");
  options.tls.client_cert_file = target.cert.value_or("");
  options.tls.client_key_file = target.key.value_or("");
  options.tls.insecure = target.insecure;
  options.total_timeout = absl::ToChronoMilliseconds(timeout);
  options.connect_timeout = std::min(options.connect_timeout, options.total_timeout);
  options.max_body_bytes = size_t{4} << 20;
  options.proxy = pass.proxy.proxy;
  if (!pass.proxy.proxy.empty()) options.no_proxy = pass.proxy.no_proxy;
  return options;
}

}  // namespace barrage
