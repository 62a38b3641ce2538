#include "tests/bench/client_flags.h"

#include <arpa/inet.h>

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace barrage::bench {
namespace {

absl::Status SetUrl(absl::string_view url, ClientFlags* flags) {
  absl::ConsumePrefix(&url, "http://");
  absl::ConsumeSuffix(&url, "/");
  const std::vector<std::string> parts = absl::StrSplit(url, ':');
  in_addr address;
  if (parts.size() != 2 || inet_pton(AF_INET, parts[0].c_str(), &address) != 1 ||
      !absl::SimpleAtoi(parts[1], &flags->port) || flags->port < 1 || flags->port > 65535) {
    return absl::InvalidArgumentError(absl::StrCat("--url must be http://IPV4:PORT, got '", url, "'"));
  }
  flags->host = parts[0];
  return absl::OkStatus();
}

bool ReadCount(const std::string& text, int* value) { return absl::SimpleAtoi(text, value) && *value > 0; }
bool ReadSeconds(const std::string& text, double* value) { return absl::SimpleAtod(text, value) && *value > 0; }

}  // namespace

absl::StatusOr<ClientFlags> ParseClientFlags(int argc, char** argv) {
  ClientFlags flags;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--user-stamps") {
      flags.user_stamps = true;
      continue;
    }
    if (i + 1 >= argc) return absl::InvalidArgumentError(absl::StrCat(name, " is unknown or needs a value"));
    const std::string value = argv[++i];
    bool good = true;
    if (name == "--url") {
      if (absl::Status status = SetUrl(value, &flags); !status.ok()) return status;
    } else if (name == "--streams") {
      good = ReadCount(value, &flags.streams);
    } else if (name == "--tokens") {
      good = ReadCount(value, &flags.tokens);
    } else if (name == "--warmup") {
      good = ReadSeconds(value, &flags.warmup_s);
    } else if (name == "--duration") {
      good = ReadSeconds(value, &flags.duration_s);
    } else if (name == "--times") {
      flags.times_file = value;
    } else {
      return absl::InvalidArgumentError(absl::StrCat("unknown flag '", name, "'"));
    }
    if (!good) return absl::InvalidArgumentError(absl::StrCat(name, " must be > 0, got '", value, "'"));
  }
  if (flags.port == 0) return absl::InvalidArgumentError("--url is missing");
  return flags;
}

std::string RequestBody(const ClientFlags& flags) {
  return absl::StrCat(
      "{\"model\":\"sim\",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me about a fast train.\"}],"
      "\"max_tokens\":",
      flags.tokens, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
}

}  // namespace barrage::bench
