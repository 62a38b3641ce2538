#include "agent/agent_options.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "agent/value_text.h"
#include "common/base/near_name.h"

namespace barrage {
namespace {

bool IsHostPort(const std::string& text) {
  const size_t colon = text.rfind(':');
  uint32_t port = 0;
  return colon != std::string::npos && colon > 0 && absl::SimpleAtoi(text.substr(colon + 1), &port) && port > 0 &&
         port < 65536;
}

// Takes a flag's value; false: it is malformed.
using Take = bool (*)(const std::string& text, AgentOptions& options);

template <auto kMember>
bool TakeText(const std::string& text, AgentOptions& options) {
  options.*kMember = text;
  return !text.empty();
}
template <auto kMember>
bool TakeDuration(const std::string& text, AgentOptions& options) {
  const std::optional<std::chrono::nanoseconds> duration = ParseDuration(text);
  if (duration) options.*kMember = *duration;
  return duration.has_value();
}
template <auto kMember>
bool TakeAddress(const std::string& text, AgentOptions& options) {
  options.*kMember = text;
  return IsHostPort(text);
}
bool TakeLoops(const std::string& text, AgentOptions& options) {
  uint32_t loops = 0;
  if (!absl::SimpleAtoi(text, &loops) || loops < 1 || loops > 1024) return false;
  options.loops = loops;
  return true;
}
bool TakeSpoolLimit(const std::string& text, AgentOptions& options) {
  const std::optional<uint64_t> bytes = ParseSize(text);
  if (bytes) options.spool_limit_bytes = *bytes;
  return bytes.has_value();
}
bool TakeRecordMemory(const std::string& text, AgentOptions& options) {
  const std::optional<uint64_t> bytes = ParseSize(text);
  if (bytes) options.record_memory_bytes = *bytes;
  return bytes.has_value();
}
bool TakeSpoolFolder(const std::string& text, AgentOptions& options) {
  options.spool_folder = text;
  std::error_code error;
  std::filesystem::create_directories(text, error);
  return !error;
}

struct Row {
  const char* name;
  const char* value;  // what it is called in the help
  const char* wanted;
  Take take;
  const char* help;
};

constexpr Row kRows[] = {
    {"--coordinator", "HOST:PORT", "HOST:PORT", &TakeAddress<&AgentOptions::coordinator>,
     "Where to dial in (required)"},
    {"--id", "NAME", "a name", &TakeText<&AgentOptions::id>, "What to be called in reports (the host's name)"},
    {"--loops", "N", "1 to 1024", &TakeLoops, "Event loops, a thread each (cores allowed - 1, at least 1)"},
    {"--once", nullptr, nullptr, nullptr, "End after one run"},
    {"--coordinator-timeout", "TIME", "a duration such as 30s", &TakeDuration<&AgentOptions::coordinator_timeout>,
     "Exit 4 after so long without one (never; 300s with --once)"},
    {"--drain-timeout", "TIME", "a duration such as 30s", &TakeDuration<&AgentOptions::drain_timeout>,
     "On SIGTERM: let streams end for so long (30s)"},
    {"--orphan-timeout", "TIME", "a duration such as 60s", &TakeDuration<&AgentOptions::orphan_timeout>,
     "Hold a run without its coordinator for so long (60s)"},
    {"--record-memory", "SIZE", "a size such as 64MiB", &TakeRecordMemory,
     "Records to hold in memory until the coordinator has them (64MiB)"},
    {"--spool-dir", "DIR", "a folder, or where one can be made", &TakeSpoolFolder,
     "Where records wait that memory does not hold"},
    {"--spool-limit", "SIZE", "a size such as 4GiB", &TakeSpoolLimit, "Largest spool (4GiB, or 80 % of free space)"},
    {"--api-key-file", "FILE", "a file", &TakeText<&AgentOptions::api_key_file>,
     "The target's API key, when the coordinator sends none"},
    {"--run-token-file", "FILE", "a file", &TakeText<&AgentOptions::run_token_file>,
     "The secret that proves this agent to its coordinator"},
    {"--health", "HOST:PORT", "HOST:PORT", &TakeAddress<&AgentOptions::health>,
     "Serve /healthz, /readyz and /metrics there (off)"},
    {"--tls-ca", "FILE", "a file", &TakeText<&AgentOptions::tls_ca>, "TLS to the coordinator: trust these authorities"},
    {"--tls-cert", "FILE", "a file", &TakeText<&AgentOptions::tls_cert>, "TLS: this agent's certificate"},
    {"--tls-key", "FILE", "a file", &TakeText<&AgentOptions::tls_key>, "TLS: its key"},
    {"--tls-server-name", "NAME", "a name", &TakeText<&AgentOptions::tls_server_name>,
     "TLS: the name in the coordinator's certificate"},
    {"--version", nullptr, nullptr, nullptr, "Print the version"},
    {"--help", nullptr, nullptr, nullptr, "Print this"},
};

// "--run-token-file" is BARRAGE_RUN_TOKEN_FILE.
std::string VariableOf(const char* name) {
  return absl::StrCat("BARRAGE_", absl::AsciiStrToUpper(absl::StrReplaceAll(name + 2, {{"-", "_"}})));
}

std::string UnknownFlag(const std::string& name) {
  std::vector<std::string> names;
  for (const Row& row : kRows) names.emplace_back(row.name);
  const std::optional<std::string> near = NearName(name, names);
  return absl::StrCat("unknown flag ", name, near ? absl::StrCat(": did you mean ", *near, "?") : "");
}

// A word after an unknown flag is taken for its value.
void NameUnknown(const std::vector<std::string>& words, ParsedCommandLine& parsed) {
  bool after_unknown = false;
  for (const std::string& word : words) {
    if (absl::StartsWith(word, "-")) {
      parsed.problems.push_back(UnknownFlag(word.substr(0, word.find('='))));
      after_unknown = !absl::StrContains(word, "=");
    } else if (!std::exchange(after_unknown, false)) {
      parsed.problems.push_back(absl::StrCat("unexpected \"", word, "\""));
    }
  }
}

void CheckWhole(ParsedCommandLine& parsed) {
  const AgentOptions& options = parsed.options;
  if (options.coordinator.empty() && parsed.problems.empty()) {
    parsed.problems.push_back("--coordinator HOST:PORT is missing: where does this agent dial in?");
  }
  if (options.tls_cert.has_value() != options.tls_key.has_value()) {
    parsed.problems.push_back("--tls-cert and --tls-key go together");
  }
}

}  // namespace

ParsedCommandLine ParseCommandLine(const std::vector<std::string>& words) {
  ParsedCommandLine parsed;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<std::pair<const Row*, CLI::Option*>> flags;
  for (const Row& row : kRows) {
    CLI::Option* const option = row.take == nullptr ? app.add_flag(row.name) : app.add_option(row.name);
    // No value is allowed here, so that CLI11 does not stop at the first problem.
    if (row.take != nullptr) option->expected(0, 1)->envname(VariableOf(row.name));
    flags.emplace_back(&row, option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast));
  }
  std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 wants them
  app.parse(reversed);
  for (const auto& [row, option] : flags) {
    if (option->count() == 0) continue;
    const absl::string_view name = row->name;
    if (row->take == nullptr) {
      parsed.help |= name == "--help";
      parsed.version |= name == "--version";
      parsed.options.once |= name == "--once";
    } else if (const std::string text = option->results().back(); text.empty()) {
      parsed.problems.push_back(absl::StrCat(name, " needs a value: ", row->value));
    } else if (!row->take(text, parsed.options)) {
      parsed.problems.push_back(absl::StrCat(name, " must be ", row->wanted, ", got \"", text, "\""));
    }
  }
  NameUnknown(app.remaining(), parsed);
  CheckWhole(parsed);
  AgentOptions& options = parsed.options;
  if (options.once && !options.coordinator_timeout) options.coordinator_timeout = std::chrono::seconds(300);
  std::error_code error;
  if (options.spool_folder.empty()) options.spool_folder = std::filesystem::temp_directory_path(error).string();
  return parsed;
}

std::string AgentHelp() {
  std::string help =
      "barrage-agent --coordinator HOST:PORT [FLAG]...\n"
      "Dials its coordinator (barrage), fires the requests it is given, and sends back what it measured; serves one "
      "run\n"
      "after another and dials again when the stream is lost.\n\n";
  for (const Row& row : kRows) {
    const std::string flag = absl::StrCat(row.name, row.value == nullptr ? "" : absl::StrCat(" ", row.value));
    absl::StrAppendFormat(&help, "  %-28s %s\n", flag, row.help);
  }
  absl::StrAppend(
      &help,
      "\nEach flag with a value has a variable: --run-token-file is BARRAGE_RUN_TOKEN_FILE.\n"
      "Exit: 0 told to leave, or served its one run; 1 cannot go on; 2 the command line; 4 no coordinator.\n");
  return help;
}

}  // namespace barrage
