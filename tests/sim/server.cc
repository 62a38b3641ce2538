#include "tests/sim/server.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/sim/socket.h"

namespace barrage::sim {

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options) {
  std::unique_ptr<Server> server(new Server(options));
  server->port_ = options.port;
  for (int i = 0; i < options.threads; ++i) server->stats_.push_back(std::make_unique<Stats>());
  const Shared shared{server->options_, server->stats_, server->journal_};
  for (int i = 0; i < options.threads; ++i) {
    absl::StatusOr<UniqueFd> listener = Listen(options.host, server->port_);
    if (!listener.ok()) return listener.status();
    server->port_ = LocalPort(listener->get());
    server->loops_.push_back(std::make_unique<Loop>(*std::move(listener), shared, server->stats_[i].get()));
  }
  for (const auto& loop : server->loops_) server->threads_.emplace_back([&loop] { loop->Run(); });
  return server;
}

Server::~Server() { Stop(); }

std::string Server::url() const { return absl::StrCat("http://", options_.host, ":", port_); }

void Server::Stop() {
  for (const auto& loop : loops_) loop->Stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace barrage::sim
