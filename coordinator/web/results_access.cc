#include "coordinator/web/results_access.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/base/hmac.h"

namespace barrage {
namespace {

bool NamesLoopback(absl::string_view host) {
  if (const size_t colon = host.rfind(':'); colon != host.npos && !absl::EndsWith(host, "]"))
    host = host.substr(0, colon);
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

bool HasToken(absl::string_view authorization, const std::string& token) {
  return absl::ConsumePrefix(&authorization, "Bearer ") && SameCode(authorization, token);
}

}  // namespace

std::optional<WebAnswer> RefuseResults(const WebRequest& request, const std::optional<std::string>& token) {
  if (token && HasToken(request.authorization, *token)) return std::nullopt;
  if (request.from_loopback && NamesLoopback(request.host)) return std::nullopt;
  if (!token) {
    return WebAnswer{.status = 403,
                     .body =
                         "results are given on the loopback address only (kubectl port-forward), or with a token: "
                         "see --results-token-file\n"};
  }
  return WebAnswer{.status = 401,
                   .body = "send the results token: Authorization: Bearer TOKEN\n",
                   .headers = {{"WWW-Authenticate", "Bearer realm=\"barrage results\""}}};
}

}  // namespace barrage
