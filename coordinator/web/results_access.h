#ifndef COORDINATOR_WEB_RESULTS_ACCESS_H_
#define COORDINATOR_WEB_RESULTS_ACCESS_H_

#include <optional>
#include <string>

#include "common/http/web_exchange.h"

namespace barrage {

// Who may read results: whoever sends `Authorization: Bearer <token>`, where there is a token; and a peer on the
// loopback address (which is where `kubectl port-forward` comes from) that names this host as a loopback one, so that a
// foreign page in a browser cannot read them through a name of its own. Returns the refusal (401 or 403), or nothing.
std::optional<WebAnswer> RefuseResults(const WebRequest& request, const std::optional<std::string>& token);

}  // namespace barrage

#endif  // COORDINATOR_WEB_RESULTS_ACCESS_H_
