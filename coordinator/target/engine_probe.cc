#include "coordinator/target/engine_probe.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "common/json/parse_json.h"

namespace barrage {
namespace {

constexpr size_t kLongestWord = 64;

// A word that an engine says of itself in its Server header or as the owner of its models.
struct WordRow {
  absl::string_view word;  // lower case
  const char* engine;
  const char* version_path = nullptr;  // answers {"version": "…"}
};
constexpr WordRow kWords[] = {
    {"barrage-sim", "barrage-sim"},
    {"llama.cpp", "llama.cpp"},
    {"llamacpp", "llama.cpp"},
    {"vllm", "vLLM", "/version"},
    {"sglang", "SGLang", "/get_server_info"},
    {"tensorrt", "TensorRT-LLM", "/version"},
    {"trtllm", "TensorRT-LLM", "/version"},
    {"text-generation", "TGI", "/info"},
    {"lmdeploy", "LMDeploy"},
    {"triton", "Triton", "/v2"},
    {"ollama", "Ollama", "/api/version"},
};

// A page that only one engine has: JSON with such a member.
struct PageRow {
  const char* path;
  const char* member;
  const char* engine;
};
// NIM first: it wraps other engines, and its models bear their names.
constexpr PageRow kNim = {"/v1/metadata", "modelInfo", "NIM"};
constexpr PageRow kPages[] = {
    {"/info", "docker_label", "TGI"},
    {"/get_server_info", "disable_radix_cache", "SGLang"},
    {"/props", "default_generation_settings", "llama.cpp"},
    {"/v2", "extensions", "Triton"},
};

using Json = rapidjson::Document;

std::optional<Json> Ask(const std::string& url, const HttpOptions& access) {
  const auto answer = HttpGet(url, access);
  if (!answer.ok() || answer->status != 200) return std::nullopt;
  auto json = ParseJson(answer->body);
  if (!json.ok() || !json->IsObject()) return std::nullopt;
  return *std::move(json);
}

std::string VersionIn(const Json& json) {
  const auto found = json.FindMember("version");
  if (found == json.MemberEnd() || !found->value.IsString()) return "";
  return ToValidUtf8({found->value.GetString(), found->value.GetStringLength()}, kLongestWord);
}

std::optional<EngineClaim> ByPage(const PageRow& row, const std::string& base, const HttpOptions& access) {
  const std::optional<Json> json = Ask(absl::StrCat(base, row.path), access);
  if (!json || !json->HasMember(row.member)) return std::nullopt;
  return EngineClaim{row.engine, VersionIn(*json), row.path};
}

std::optional<EngineClaim> ByWord(absl::string_view said, absl::string_view where, const std::string& base,
                                  const HttpOptions& access) {
  const std::string lower = absl::AsciiStrToLower(said);
  for (const WordRow& row : kWords) {
    if (!absl::StrContains(lower, row.word)) continue;
    EngineClaim claim{row.engine, "", absl::StrCat(where, ToValidUtf8(said, kLongestWord))};
    if (row.version_path != nullptr) {
      if (const auto json = Ask(absl::StrCat(base, row.version_path), access)) claim.version = VersionIn(*json);
    }
    return claim;
  }
  return std::nullopt;
}

}  // namespace

std::string EngineClaim::Text() const {
  if (name.empty()) return "";
  return absl::StrCat(name, version.empty() ? "" : absl::StrCat(" ", version), " (", because, ")");
}

EngineClaim FindEngine(const std::string& base, const HttpOptions& access, absl::string_view server,
                       absl::string_view owner) {
  if (auto claim = ByWord(server, "Server: ", base, access)) return *claim;
  if (auto claim = ByPage(kNim, base, access)) return *claim;
  if (auto claim = ByWord(owner, "owned_by ", base, access)) return *claim;
  for (const PageRow& row : kPages) {
    if (auto claim = ByPage(row, base, access)) return *claim;
  }
  return {};
}

}  // namespace barrage
