#ifndef COORDINATOR_CLI_MODEL_LIST_H_
#define COORDINATOR_CLI_MODEL_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

// What /v1/models said.
struct ModelList {
  std::vector<std::string> ids;
  std::string owner;  // of the first that names one: "vllm", "llamacpp"
};

// Error: InvalidArgument when `body` is no list of models.
absl::StatusOr<ModelList> ReadModelList(absl::string_view body);

// What the target seems to run, from its models' owner, its Server header and its readiness path; empty: unknown.
std::string EngineName(absl::string_view owner, absl::string_view server, bool is_nim);

}  // namespace barrage

#endif  // COORDINATOR_CLI_MODEL_LIST_H_
