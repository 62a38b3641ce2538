#include "agent/health_server.h"

#include <civetweb.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/record/outcome.h"

namespace barrage {
namespace {

void Answer(mg_connection* connection, int status, const char* reason, const char* type, const std::string& body) {
  mg_printf(connection, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n\r\n",
            status, reason, type, body.size());
  mg_write(connection, body.data(), body.size());
}

int Serve(mg_connection* connection) {
  const mg_request_info* const request = mg_get_request_info(connection);
  const auto& status = *static_cast<const SessionStatus*>(request->user_data);
  const absl::string_view path = request->local_uri == nullptr ? "" : request->local_uri;
  const absl::string_view method = request->request_method;
  if (method != "GET" && method != "HEAD") {
    Answer(connection, 405, "Method Not Allowed", "text/plain", "GET only\n");
  } else if (path == "/healthz") {
    Answer(connection, 200, "OK", "text/plain", "ok\n");
  } else if (path == "/readyz") {
    const bool ready = status.Get().welcomed;
    Answer(connection, ready ? 200 : 503, ready ? "OK" : "Service Unavailable", "text/plain",
           ready ? "ok\n" : "no coordinator\n");
  } else if (path == "/metrics") {
    Answer(connection, 200, "OK", "text/plain; version=0.0.4", MetricsText(status.Get()));
  } else {
    Answer(connection, 404, "Not Found", "text/plain", "not found\n");
  }
  return 1;  // answered
}

template <typename Value>
void Append(std::string& text, absl::string_view name, absl::string_view type, absl::string_view help, Value value) {
  absl::StrAppend(&text, "# HELP barrage_agent_", name, " ", help, "\n# TYPE barrage_agent_", name, " ", type,
                  "\nbarrage_agent_", name, " ", value, "\n");
}

}  // namespace

std::string MetricsText(const SessionStatus::View& view) {
  const wire::HealthSample& health = view.health;
  std::string text;
  Append(text, "connected", "gauge", "Whether a coordinator has welcomed this agent.", view.welcomed ? 1 : 0);
  Append(text, "running", "gauge", "Whether this agent holds a run.", view.run_id.empty() ? 0 : 1);
  Append(text, "dispatched", "gauge", "Requests dispatched in this run.", health.dispatched());
  Append(text, "in_flight", "gauge", "Requests in flight.", health.in_flight());
  Append(text, "content_events", "gauge", "Events with text received in this run.", health.content_events());
  Append(text, "queued_records", "gauge", "Records made and not acknowledged.", health.queued_records());
  Append(text, "spool_bytes", "gauge", "Size of the spool.", health.spool_bytes());
  Append(text, "busiest_loop_ratio", "gauge", "Highest busy share of any loop in the last second.",
         health.busiest_loop_fraction());
  Append(text, "resident_memory_bytes", "gauge", "Resident memory.", health.resident_bytes());
  Append(text, "open_files", "gauge", "Open files.", health.open_files());
  absl::StrAppend(&text, "# HELP barrage_agent_outcomes Requests of this run by how they ended.\n",
                  "# TYPE barrage_agent_outcomes gauge\n");
  for (int i = 0; i < health.outcomes_size() && i < static_cast<int>(kOutcomes.size()); ++i) {
    absl::StrAppend(&text, "barrage_agent_outcomes{outcome=\"", kOutcomes[i].name, "\"} ", health.outcomes(i), "\n");
  }
  return text;
}

class HealthServer::Impl {
 public:
  ~Impl() {
    if (context_ != nullptr) mg_stop(context_);
  }

  absl::Status Start(const std::string& host_port, const SessionStatus& status) {
    // ":8080" listens on every interface.
    const std::string port = absl::StartsWith(host_port, ":") ? host_port.substr(1) : host_port;
    const char* options[] = {"listening_ports",    port.c_str(), "num_threads", "2",
                                   "request_timeout_ms", "5000",       nullptr};
    mg_callbacks callbacks{};
    callbacks.begin_request = &Serve;
    context_ = mg_start(&callbacks, const_cast<SessionStatus*>(&status), options);
    if (context_ == nullptr) return absl::UnavailableError(absl::StrCat("cannot listen on ", host_port));
    mg_server_port listening{};
    if (mg_get_server_ports(context_, 1, &listening) == 1) port_ = listening.port;
    return absl::OkStatus();
  }

  int port() const { return port_; }

 private:
  mg_context* context_ = nullptr;
  int port_ = 0;
};

absl::StatusOr<std::unique_ptr<HealthServer>> HealthServer::Start(const std::string& host_port,
                                                                  const SessionStatus& status) {
  auto impl = std::make_unique<Impl>();
  if (const absl::Status started = impl->Start(host_port, status); !started.ok()) return started;
  return std::unique_ptr<HealthServer>(new HealthServer(std::move(impl)));
}

HealthServer::HealthServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HealthServer::~HealthServer() = default;
int HealthServer::port() const { return impl_->port(); }

}  // namespace barrage
