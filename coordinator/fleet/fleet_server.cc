#include "coordinator/fleet/fleet_server.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "coordinator/fleet/enlist_service.h"
#include "grpc/support/log.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace barrage {
namespace {

constexpr int kMaxMessageBytes = 8 << 20;

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot open"));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsOf(const std::optional<TlsFiles>& tls) {
  if (!tls) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options;
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  ASSIGN_OR_RETURN(pair.private_key, ReadPem(tls->key));
  ASSIGN_OR_RETURN(pair.cert_chain, ReadPem(tls->cert));
  options.pem_key_cert_pairs.push_back(std::move(pair));
  if (tls->ca) {
    ASSIGN_OR_RETURN(options.pem_root_certs, ReadPem(*tls->ca));
    options.client_certificate_request = GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
  }
  return grpc::SslServerCredentials(options);
}

// gRPC would print a screen of its own about a port in use, before the one sentence that says it.
void SilenceGrpc() {
  if (std::getenv("GRPC_VERBOSITY") == nullptr) gpr_set_log_function([](gpr_log_func_args*) {});
}

}  // namespace

class FleetServer::Impl {
 public:
  Impl(const ListenOptions& options, Attendance& attendance, const Clock& clock)
      : service_({options.run_token, 4 * options.expected_agents + 64, options.hello_within}, attendance, clock) {}

  // The port, or Unavailable.
  absl::StatusOr<int> Listen(const std::string& address, std::shared_ptr<grpc::ServerCredentials> credentials) {
    SilenceGrpc();
    int port = 0;
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
    // A second coordinator on the port is an error, not a partner.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    // Agents may ping as often as they like; a dead one is noticed without traffic, too.
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 500);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 0);
    builder.AddListeningPort(address, std::move(credentials), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port == 0) {
      return absl::UnavailableError(absl::StrCat("cannot listen on ", address, ": is the port in use?"));
    }
    return port;
  }

  ~Impl() {
    if (server_) server_->Shutdown(std::chrono::system_clock::now());
  }

 private:
  EnlistService service_;
  std::unique_ptr<grpc::Server> server_;
};

FleetServer::FleetServer() = default;
FleetServer::~FleetServer() = default;

absl::StatusOr<std::unique_ptr<FleetServer>> FleetServer::Start(ListenOptions options, const Clock& clock) {
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::ServerCredentials> credentials, CredentialsOf(options.tls));
  std::unique_ptr<FleetServer> fleet(new FleetServer);
  fleet->impl_ = std::make_unique<Impl>(options, fleet->attendance_, clock);
  ASSIGN_OR_RETURN(fleet->port_, fleet->impl_->Listen(options.address, std::move(credentials)));
  return fleet;
}

std::vector<AgentPresence> FleetServer::agents() const {
  std::vector<AgentPresence> agents;
  for (const std::shared_ptr<AgentLink>& link : attendance_.Connected()) agents.push_back({link->id(), link->facts()});
  return agents;
}

}  // namespace barrage
