#include "coordinator/cli/model_list.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/status_macros.h"
#include "common/json/parse_json.h"

namespace barrage {
namespace {

struct EngineRow {
  absl::string_view word;  // in the owner or the Server header, lower case
  absl::string_view engine;
};
constexpr EngineRow kEngines[] = {
    {"vllm", "vLLM"},     {"llamacpp", "llama.cpp"},    {"llama.cpp", "llama.cpp"},     {"sglang", "SGLang"},
    {"triton", "Triton"}, {"tensorrt", "TensorRT-LLM"}, {"barrage-sim", "barrage-sim"}, {"text-generation", "TGI"},
};

std::string FindEngine(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  for (const EngineRow& row : kEngines) {
    if (absl::StrContains(lower, row.word)) return std::string(row.engine);
  }
  return "";
}

}  // namespace

absl::StatusOr<ModelList> ReadModelList(absl::string_view body) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, ParseJson(body));
  const auto wrong = [] { return absl::InvalidArgumentError("is no list of models"); };
  if (!document.IsObject()) return wrong();
  const auto data = document.FindMember("data");
  if (data == document.MemberEnd() || !data->value.IsArray()) return wrong();
  ModelList list;
  for (const auto& model : data->value.GetArray()) {
    if (!model.IsObject()) return wrong();
    const auto id = model.FindMember("id");
    if (id == model.MemberEnd() || !id->value.IsString()) return wrong();
    list.ids.emplace_back(id->value.GetString(), id->value.GetStringLength());
    const auto owner = model.FindMember("owned_by");
    if (list.owner.empty() && owner != model.MemberEnd() && owner->value.IsString()) {
      list.owner.assign(owner->value.GetString(), owner->value.GetStringLength());
    }
  }
  return list;
}

std::string EngineName(absl::string_view owner, absl::string_view server, bool is_nim) {
  // NIM wraps other engines, whose names its models bear; a server's own name weighs more.
  const std::string by_server = FindEngine(server);
  if (!by_server.empty()) return by_server;
  return is_nim ? "NIM" : FindEngine(owner);
}

}  // namespace barrage
