#ifndef COMMON_OPENAI_JSON_PATH_H_
#define COMMON_OPENAI_JSON_PATH_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/json/rapidjson.h"

namespace barrage {

// Where something stands in a JSON value, in the part of JMESPath that answers need: names with dots between them,
// [n] (from the end: [-1]), [*] or [] for every element, and "a name in quotes".
struct JsonPathStep {
  enum class Kind { kName, kIndex, kEach } kind = Kind::kName;
  std::string name;
  int index = 0;
  bool operator==(const JsonPathStep&) const = default;
};
using JsonPath = std::vector<JsonPathStep>;

// Error: InvalidArgument, naming the place where the path stops to be one.
absl::StatusOr<JsonPath> ParseJsonPath(absl::string_view text);

// Everything in `json` that stands there, nulls left out.
std::vector<const rapidjson::Value*> FindAll(const JsonPath& path, const rapidjson::Value& json);

}  // namespace barrage

#endif  // COMMON_OPENAI_JSON_PATH_H_
