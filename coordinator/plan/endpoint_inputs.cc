#include "coordinator/plan/endpoint_inputs.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/json/parse_json.h"
#include "common/json/rapidjson.h"

namespace barrage {
namespace {

constexpr uintmax_t kMostBytes = 1 << 20;

// Takes the member out of the extras. Absent: they have none. Error when it is no text.
absl::StatusOr<std::optional<std::string>> TakeText(rapidjson::Document& extras, const char* name) {
  const auto member = extras.FindMember(name);
  if (member == extras.MemberEnd()) return std::optional<std::string>();
  if (!member->value.IsString()) return absl::InvalidArgumentError(absl::StrCat("'", name, "' must be a text"));
  std::string text(member->value.GetString(), member->value.GetStringLength());
  extras.EraseMember(member);
  return std::make_optional(std::move(text));
}

absl::Status TakeTemplate(rapidjson::Document& extras, TargetPlan& target) {
  ASSIGN_OR_RETURN(std::optional<std::string> body, TakeText(extras, "payload_template"));
  ASSIGN_OR_RETURN(std::optional<std::string> path, TakeText(extras, "response_field"));
  if (body) target.payload_template = *std::move(body);
  if (path) target.response_field = *std::move(path);
  return absl::OkStatus();
}

absl::Status TakeForm(rapidjson::Document& extras, TargetPlan& target) {
  ASSIGN_OR_RETURN(const std::optional<std::string> form, TakeText(extras, "rankings"));
  if (!form) return absl::OkStatus();
  if (*form != "tei") return absl::InvalidArgumentError(absl::StrCat("'rankings' must be tei, got '", *form, "'"));
  target.endpoint_type = "hf_tei_rankings";
  return absl::OkStatus();
}

absl::Status ReadTemplateFile(TargetPlan& target) {
  const std::string& name = *target.payload_template;
  std::error_code error;
  if (name.find_first_of("{\n") != std::string::npos || !std::filesystem::is_regular_file(name, error)) {
    return absl::OkStatus();
  }
  if (std::filesystem::file_size(name, error) > kMostBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the template ", name, " is longer than ", kMostBytes, " bytes"));
  }
  std::ifstream file(name, std::ios::binary);
  std::stringstream text;
  if (!file.is_open() || !(text << file.rdbuf())) {
    return absl::InvalidArgumentError(absl::StrCat("the template ", name, " cannot be read"));
  }
  target.payload_template = text.str();
  return absl::OkStatus();
}

}  // namespace

absl::Status TakeEndpointInputs(TargetPlan& target) {
  const bool is_template = target.endpoint_type == "template", is_rankings = target.endpoint_type == "rankings";
  if ((is_template || is_rankings) && !target.extra_body_json.empty()) {
    ASSIGN_OR_RETURN(rapidjson::Document extras, ParseJson(target.extra_body_json));
    RETURN_IF_ERROR(is_template ? TakeTemplate(extras, target) : TakeForm(extras, target));
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    extras.Accept(writer);
    target.extra_body_json = extras.ObjectEmpty() ? "" : std::string(buffer.GetString(), buffer.GetSize());
  }
  return target.payload_template ? ReadTemplateFile(target) : absl::OkStatus();
}

}  // namespace barrage
