#include <curl/curl.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "agent/agent_options.h"
#include "agent/agent_session.h"
#include "agent/health_server.h"
#include "agent/host/host_facts.h"
#include "agent/loop/stamp_check.h"
#include "agent/signals.h"
#include "agent/upload/spool_place.h"
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/secret_file.h"
#include "common/base/version.h"

namespace barrage {
namespace {

constexpr int kCannotGoOn = 1, kBadCommandLine = 2;

// The content of each file that the options name. Every one that cannot be read is logged.
class Files {
 public:
  std::string Read(const std::optional<std::string>& path) {
    if (!path) return "";
    absl::StatusOr<std::string> content = ReadSecretFile(*path);
    if (content.ok()) return *std::move(content);
    LogError(content.status().message());
    complete_ = false;
    return "";
  }
  bool complete() const { return complete_; }

 private:
  bool complete_ = true;
};

// Absent: a file is missing; it was logged.
std::optional<SessionOptions> SessionFor(const AgentOptions& options, const StampCheck& stamps) {
  Files files;
  SessionOptions session;
  session.coordinator.host_port = options.coordinator;
  session.coordinator.tls = options.tls();
  session.coordinator.ca_pem = files.Read(options.tls_ca);
  session.coordinator.cert_pem = files.Read(options.tls_cert);
  session.coordinator.key_pem = files.Read(options.tls_key);
  session.coordinator.server_name = options.tls_server_name.value_or("");
  session.run_token = files.Read(options.run_token_file);
  session.api_key = files.Read(options.api_key_file);
  session.drain_timeout = options.drain_timeout;
  session.orphan_timeout = options.orphan_timeout;
  session.coordinator_timeout = options.coordinator_timeout;
  session.spool_folder = options.spool_folder;
  session.record_memory_bytes = options.record_memory_bytes;
  session.spool_limit_bytes = options.spool_limit_bytes;
  session.once = options.once;
  session.facts = ReadHostFacts();
  wire::AgentFacts& facts = session.facts;
  facts.set_id(options.id.value_or(facts.host()));
  facts.set_version(kBarrageVersion);
  facts.set_loops(options.loops.value_or(std::max(facts.cores(), 2u) - 1));
  facts.set_libcurl(curl_version_info(CURLVERSION_NOW)->version);
  facts.set_kernel_stamps(stamps.kernel_stamps);
  facts.set_kernel_stamps_fault(stamps.fault);
  session.ports = {facts.port_range_low(), facts.port_range_high()};
  if (!files.complete()) return std::nullopt;
  return session;
}

int Serve(const AgentOptions& options) {
  SetLogLevel(LogLevel::kInfo);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const Clock& clock = SystemClock();
  const StampCheck stamps = CheckStamps(clock);
  if (!stamps.kernel_stamps) LogWarning("no kernel receive timestamps: ", stamps.fault);
  std::optional<SessionOptions> session_options = SessionFor(options, stamps);
  if (!session_options) return kBadCommandLine;
  RemoveStaleSpools(options.spool_folder);

  SessionStatus status;
  AgentSession session(*std::move(session_options), clock, &status);
  const SignalWatch signals([&session] { session.Leave(); });
  std::unique_ptr<WebServer> health;
  if (options.health) {
    auto started = ServeHealth(*options.health, options.coordinator, status);
    if (!started.ok()) {
      LogError(started.status().message());
      return kCannotGoOn;
    }
    health = *std::move(started);
  }
  return session.Run();
}

int Main(const std::vector<std::string>& words) {
  SetLogName("barrage-agent");
  const ParsedCommandLine parsed = ParseCommandLine(words);
  if (parsed.help) return std::fputs(AgentHelp().c_str(), stdout) < 0 ? kCannotGoOn : 0;
  if (parsed.version) return std::printf("barrage-agent %s\n", kBarrageVersion) < 0 ? kCannotGoOn : 0;
  for (const std::string& problem : parsed.problems) LogError(problem);
  if (!parsed.problems.empty()) return kBadCommandLine;
  return Serve(parsed.options);
}

}  // namespace
}  // namespace barrage

int main(int argc, char** argv) { return barrage::Main(std::vector<std::string>(argv + 1, argv + argc)); }
