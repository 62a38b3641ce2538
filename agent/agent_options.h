#ifndef AGENT_AGENT_OPTIONS_H_
#define AGENT_AGENT_OPTIONS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace barrage {

// What the command line asks of an agent. What may be left out is optional.
struct AgentOptions {
  std::string coordinator;  // host:port
  std::optional<std::string> id;
  std::optional<uint32_t> loops;
  std::chrono::nanoseconds drain_timeout = std::chrono::seconds(30);
  std::chrono::nanoseconds orphan_timeout = std::chrono::seconds(60);
  std::optional<std::chrono::nanoseconds> coordinator_timeout;  // absent: waits for ever
  std::string spool_folder;
  uint64_t record_memory_bytes = uint64_t{64} << 20;  // beyond it they go to the spool
  uint64_t spool_limit_bytes = uint64_t{4} << 30;
  std::optional<std::string> api_key_file, run_token_file, health;
  std::optional<std::string> tls_ca, tls_cert, tls_key, tls_server_name;
  bool once = false;

  bool tls() const { return tls_ca || tls_cert || tls_key || tls_server_name; }
};

struct ParsedCommandLine {
  AgentOptions options;
  bool help = false, version = false;
  std::vector<std::string> problems;  // every one, as a sentence; empty: `options` are usable
};

// Reads the words after the program's name. A flag that is not given is taken from its variable, if that is set:
// BARRAGE_COORDINATOR, BARRAGE_RUN_TOKEN_FILE …
ParsedCommandLine ParseCommandLine(const std::vector<std::string>& words);

// `--help`: one screen.
std::string AgentHelp();

}  // namespace barrage

#endif  // AGENT_AGENT_OPTIONS_H_
