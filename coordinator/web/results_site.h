#ifndef COORDINATOR_WEB_RESULTS_SITE_H_
#define COORDINATOR_WEB_RESULTS_SITE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/http/prometheus_text.h"
#include "common/http/web_exchange.h"

namespace barrage {

// What the site shows. The functions are called on any thread.
struct SiteContent {
  std::string artifact_dir;                            // parent of the runs' directories
  std::optional<std::string> results_token;            // lets other hosts read results
  std::function<bool()> ready;                         // absent: always
  std::function<std::vector<MetricSample>()> metrics;  // absent: none of its own
};

// The coordinator's pages:
//   /healthz /readyz          200 "ok", or 503
//   /metrics                  Prometheus text: what is in the artifact directory, and `metrics`
//   /results/                 the runs and their files as JSON
//   /results/RUN/FILE         a file of a run
//   /results/RUN.tar.zst      a run
//   /report.html /summary.json /results.tar.zst    of the newest finished run
// All but the first three are for whom RefuseResults lets in.
WebAnswer AnswerResultsSite(const SiteContent& content, const WebRequest& request);

}  // namespace barrage

#endif  // COORDINATOR_WEB_RESULTS_SITE_H_
