#ifndef COORDINATOR_TARGET_MODEL_LIST_H_
#define COORDINATOR_TARGET_MODEL_LIST_H_

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

}  // namespace barrage

#endif  // COORDINATOR_TARGET_MODEL_LIST_H_
