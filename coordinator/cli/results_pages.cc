#include "coordinator/cli/results_pages.h"

#include <utility>

#include "common/base/secret_file.h"
#include "common/base/status_macros.h"
#include "coordinator/web/results_site.h"

namespace barrage {

absl::StatusOr<std::unique_ptr<WebServer>> ServeResults(const std::string& address, const Settings& settings,
                                                        std::function<std::vector<MetricSample>()> metrics) {
  SiteContent content{.artifact_dir = settings.plan.output.artifact_dir};
  if (settings.invocation.results_token_file) {
    ASSIGN_OR_RETURN(content.results_token, ReadSecretFile(*settings.invocation.results_token_file));
  }
  content.metrics = std::move(metrics);
  return WebServer::Start(address, [content = std::move(content)](const WebRequest& request) {
    return AnswerResultsSite(content, request);
  });
}

}  // namespace barrage
