#ifndef COORDINATOR_CLI_API_KEY_H_
#define COORDINATOR_CLI_API_KEY_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "coordinator/cli/command.h"

namespace barrage {

struct ApiKey {
  std::optional<std::string> secret;
  std::string source;  // "--api-key", "OPENAI_API_KEY", a file's name; empty: there is no key
  bool from_file = false;
};

// The key to present to the target: --api-key (or BARRAGE_API_KEY), else the file of --api-key-file, else
// OPENAI_API_KEY. Error: the file cannot be read.
absl::StatusOr<ApiKey> FindApiKey(const CommandLine& line);

}  // namespace barrage

#endif  // COORDINATOR_CLI_API_KEY_H_
