#include "agent/health_server.h"

#include <netdb.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/http/prometheus_text.h"
#include "common/record/outcome.h"

namespace barrage {
namespace {

bool HasAddress(const std::string& host_port) {
  std::string host = host_port.substr(0, host_port.rfind(':'));
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, nullptr, &found) != 0) return false;
  freeaddrinfo(found);
  return true;
}

WebAnswer Ready(const std::string& coordinator, const SessionStatus& status) {
  // During a run no name is looked up: it would cost the machine that is measuring.
  if (status.Get().welcomed) return {.body = "ok: in a coordinator's fleet\n"};
  if (HasAddress(coordinator)) return {.body = "ok: waiting for a coordinator\n"};
  return {.status = 503, .body = absl::StrCat("the name in ", coordinator, " has no address\n")};
}

}  // namespace

std::string MetricsText(const SessionStatus::View& view) {
  const wire::HealthSample& health = view.health;
  std::vector<MetricSample> samples;
  const auto add = [&samples](absl::string_view name, absl::string_view help, double value) {
    samples.push_back({name, help, value, {}});
  };
  add("barrage_agent_connected", "Whether a coordinator has welcomed this agent.", view.welcomed);
  add("barrage_agent_running", "Whether this agent holds a run.", !view.run_id.empty());
  add("barrage_agent_dispatched", "Requests dispatched in this run.", health.dispatched());
  add("barrage_agent_in_flight", "Requests in flight.", health.in_flight());
  add("barrage_agent_content_events", "Events with text received in this run.", health.content_events());
  add("barrage_agent_queued_records", "Records made and not acknowledged.", health.queued_records());
  add("barrage_agent_spool_bytes", "Size of the spool.", health.spool_bytes());
  add("barrage_agent_busiest_loop_ratio", "Highest busy share of any loop in the last second.",
      health.busiest_loop_fraction());
  add("barrage_agent_resident_memory_bytes", "Resident memory.", health.resident_bytes());
  add("barrage_agent_open_files", "Open files.", health.open_files());
  for (int i = 0; i < health.outcomes_size() && i < static_cast<int>(kOutcomes.size()); ++i) {
    samples.push_back({"barrage_agent_outcomes",
                       "Requests of this run by how they ended.",
                       static_cast<double>(health.outcomes(i)),
                       {{"outcome", std::string(kOutcomes[i].name)}}});
  }
  return PrometheusText(samples);
}

absl::StatusOr<std::unique_ptr<WebServer>> ServeHealth(const std::string& host_port, const std::string& coordinator,
                                                       const SessionStatus& status) {
  return WebServer::Start(host_port, [coordinator, &status](const WebRequest& request) -> WebAnswer {
    if (request.path == "/healthz") return {.body = "ok\n"};
    if (request.path == "/readyz") return Ready(coordinator, status);
    if (request.path == "/metrics") {
      return {.content_type = kPrometheusContentType, .body = MetricsText(status.Get())};
    }
    return {.status = 404, .body = "/healthz /readyz /metrics\n"};
  });
}

}  // namespace barrage
