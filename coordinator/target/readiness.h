#ifndef COORDINATOR_TARGET_READINESS_H_
#define COORDINATOR_TARGET_READINESS_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/http/http_client.h"
#include "coordinator/fleet/stop_signal.h"

namespace barrage {

// What a target said when it was asked whether it is ready.
struct Readiness {
  std::string path;    // the path that said so: "/health"
  std::string server;  // its Server header, or empty
};

// Asks `base` once: /v1/health/ready (NIM), /health (vLLM, SGLang, llama.cpp, TGI), /v2/health/ready (Triton), then
// /v1/models. The first 2xx is a yes, and a 502, 503 or 504 a no: what answers further on may be up before the
// model is. Where every path is unknown the target counts as ready. Error: Unavailable
// or the exchange's own, with what was seen.
absl::StatusOr<Readiness> AskReady(const std::string& base, const HttpOptions& access);

// The same until it is ready or `timeout` has passed (0: one try), telling `notice` what is waited for. Errors as
// above; Cancelled when `stop` is raised. A TLS fault or a bad URL does not get better: it ends the wait.
absl::StatusOr<Readiness> WaitUntilReady(const std::string& base, const HttpOptions& access, absl::Duration timeout,
                                         const StopSignal& stop, const std::function<void(absl::string_view)>& notice);

}  // namespace barrage

#endif  // COORDINATOR_TARGET_READINESS_H_
