#include "common/openai/json_path.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

using Json = rapidjson::Value;

bool IsNameByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || (c & 0x80) != 0;
}

// The step at `at`, which moves behind it; false where there is none.
bool ReadStep(absl::string_view text, size_t& at, JsonPathStep& step) {
  if (text[at] == '[') {
    const size_t close = text.find(']', at);
    if (close == absl::string_view::npos) return false;
    const absl::string_view inside = text.substr(at + 1, close - at - 1);
    at = close + 1;
    if (inside.empty() || inside == "*") {
      step.kind = JsonPathStep::Kind::kEach;
      return true;
    }
    step.kind = JsonPathStep::Kind::kIndex;
    return absl::SimpleAtoi(inside, &step.index);
  }
  if (text[at] == '"') {
    const size_t close = text.find('"', at + 1);
    if (close == absl::string_view::npos) return false;
    step.name = std::string(text.substr(at + 1, close - at - 1));
    at = close + 1;
    return true;
  }
  const size_t start = at;
  while (at < text.size() && IsNameByte(text[at])) ++at;
  step.name = std::string(text.substr(start, at - start));
  return at > start;
}

const Json* Element(const Json& array, int index) {
  const int size = static_cast<int>(array.Size());
  const int at = index < 0 ? size + index : index;
  return at >= 0 && at < size ? &array[static_cast<rapidjson::SizeType>(at)] : nullptr;
}

}  // namespace

absl::StatusOr<JsonPath> ParseJsonPath(absl::string_view text) {
  JsonPath path;
  size_t at = 0;
  while (at < text.size()) {
    size_t behind = at;
    bool good = true;
    if (text[at] == '.') {
      good = !path.empty() && ++behind < text.size() && text[behind] != '[';
    } else {
      good = path.empty() || text[at] == '[';
    }
    JsonPathStep step;
    if (!good || !ReadStep(text, behind, step)) {
      return absl::InvalidArgumentError(absl::StrCat("must be a path such as choices[0].message.content, got '", text,
                                                     "' (at '", text.substr(at), "')"));
    }
    path.push_back(std::move(step));
    at = behind;
  }
  return path;
}

std::vector<const Json*> FindAll(const JsonPath& path, const Json& json) {
  std::vector<const Json*> found = {&json};
  for (const JsonPathStep& step : path) {
    std::vector<const Json*> next;
    for (const Json* value : found) {
      if (step.kind == JsonPathStep::Kind::kName) {
        if (!value->IsObject()) continue;
        const auto member = value->FindMember(step.name.c_str());
        if (member != value->MemberEnd()) next.push_back(&member->value);
      } else if (!value->IsArray()) {
        continue;
      } else if (step.kind == JsonPathStep::Kind::kIndex) {
        if (const Json* element = Element(*value, step.index)) next.push_back(element);
      } else {
        for (const Json& element : value->GetArray()) next.push_back(&element);
      }
    }
    found = std::move(next);
  }
  std::erase_if(found, [](const Json* value) { return value->IsNull(); });
  return found;
}

}  // namespace barrage
