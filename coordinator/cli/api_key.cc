#include "coordinator/cli/api_key.h"

#include "common/base/secret_file.h"
#include "common/base/status_macros.h"

namespace barrage {

absl::StatusOr<ApiKey> FindApiKey(const CommandLine& line) {
  if (line.settings.invocation.api_key) {
    return ApiKey{line.settings.invocation.api_key, line.options.WhereOf("--api-key"), false};
  }
  if (const auto& file = line.settings.plan.target.api_key_file) {
    ASSIGN_OR_RETURN(std::string secret, ReadSecretFile(*file));
    return ApiKey{std::move(secret), *file, true};
  }
  const char* const variable = line.environment("OPENAI_API_KEY");
  if (variable != nullptr && *variable != '\0') return ApiKey{variable, "OPENAI_API_KEY", false};
  return ApiKey{};
}

}  // namespace barrage
