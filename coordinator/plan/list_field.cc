#include "coordinator/plan/list_field.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "common/http/secrets.h"
#include "common/json/parse_json.h"
#include "coordinator/plan/extra_inputs.h"
#include "coordinator/plan/target_url.h"
#include "coordinator/plan/threshold.h"
#include "coordinator/plan/value_text.h"

namespace barrage {
namespace {

using Texts = absl::Span<const std::string>;

constexpr char kRedacted[] = "[redacted]";

// "name<separator>value" with blanks taken off both.
absl::StatusOr<std::pair<std::string, std::string>> ReadPair(absl::string_view text, char separator,
                                                             absl::string_view form) {
  const size_t at = text.find(separator);
  const absl::string_view name = absl::StripAsciiWhitespace(text.substr(0, at));
  if (at == absl::string_view::npos || name.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("must be ", form, ", got '", text, "'"));
  }
  return std::make_pair(std::string(name), std::string(absl::StripAsciiWhitespace(text.substr(at + 1))));
}

absl::Status SetModels(Texts texts, Settings& settings) {
  settings.plan.target.models.clear();
  for (const std::string& text : texts) {
    for (const absl::string_view name : absl::StrSplit(text, ',', absl::SkipEmpty())) {
      settings.plan.target.models.emplace_back(name);
    }
  }
  return absl::OkStatus();
}

std::vector<std::string> GetModels(const Settings& settings) { return settings.plan.target.models; }

// AIPerf's other form: {"Name": "value", ...}.
absl::Status AddJsonHeaders(absl::string_view text, std::vector<std::string>& lines) {
  const auto json = ParseJson(text);
  if (!json.ok()) return absl::InvalidArgumentError(absl::StrCat("is ", json.status().message()));
  for (const auto& member : json->GetObject()) {
    if (!member.value.IsString()) return absl::InvalidArgumentError("must have texts as values");
    lines.push_back(absl::StrCat(member.name.GetString(), ":", member.value.GetString()));
  }
  return absl::OkStatus();
}

absl::Status SetHeaders(Texts texts, Settings& settings) {
  std::vector<std::string> lines;
  for (const std::string& text : texts) {
    if (absl::StartsWith(text, "{")) {
      RETURN_IF_ERROR(AddJsonHeaders(text, lines));
    } else {
      lines.push_back(text);
    }
  }
  settings.plan.target.headers.clear();
  for (const std::string& line : lines) {
    ASSIGN_OR_RETURN(auto header, ReadPair(line, ':', "'Name: value'"));
    if (header.first.find_first_of(" \t\r\n") != std::string::npos ||
        header.second.find_first_of("\r\n") != std::string::npos) {
      return absl::InvalidArgumentError(absl::StrCat("must be one line 'Name: value', got '", header.first, "'"));
    }
    settings.plan.target.headers.push_back(std::move(header));
  }
  return absl::OkStatus();
}

std::vector<std::string> GetHeaders(const Settings& settings) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : settings.plan.target.headers) {
    texts.push_back(absl::StrCat(name, ": ", IsSecretHeader(name) ? std::string(kRedacted) : value));
  }
  return texts;
}

absl::Status SetLabels(Texts texts, Settings& settings) {
  settings.plan.output.labels.clear();
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(auto label, ReadPair(text, '=', "key=value"));
    settings.plan.output.labels.push_back(std::move(label));
  }
  return absl::OkStatus();
}

std::vector<std::string> GetLabels(const Settings& settings) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : settings.plan.output.labels) texts.push_back(absl::StrCat(name, "=", value));
  return texts;
}

absl::StatusOr<RateStage> ReadStage(absl::string_view text) {
  const size_t at = text.find('@');
  const absl::string_view rates = text.substr(0, at);
  const size_t dash = rates.find('-', 1);  // not a sign
  const auto from = ReadNumber(rates.substr(0, dash));
  const auto to = dash == absl::string_view::npos ? from : ReadNumber(rates.substr(dash + 1));
  if (at == absl::string_view::npos || !from.ok() || !to.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("must be RATE@SECONDS or FROM-TO@SECONDS, got '", text, "'"));
  }
  ASSIGN_OR_RETURN(const absl::Duration length, ReadDuration(text.substr(at + 1), "s"));
  if (*from < 0 || *to < 0 || *from + *to == 0 || length <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError(absl::StrCat("must have a rate and a length > 0, got '", text, "'"));
  }
  return RateStage{*from, *to, length};
}

absl::Status SetStages(Texts texts, Settings& settings) {
  settings.plan.load.stages.clear();
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(settings.plan.load.stages.emplace_back(), ReadStage(text));
  }
  return absl::OkStatus();
}

std::vector<std::string> GetStages(const Settings& settings) {
  std::vector<std::string> texts;
  for (const RateStage& stage : settings.plan.load.stages) {
    std::string text = WriteNumber(stage.from_per_s);
    if (stage.to_per_s != stage.from_per_s) absl::StrAppend(&text, "-", WriteNumber(stage.to_per_s));
    texts.push_back(absl::StrCat(text, "@", WriteDuration(stage.length, "s")));
  }
  return texts;
}

absl::Status SetGoodput(Texts texts, Settings& settings) {
  settings.plan.output.goodput.clear();
  for (const std::string& text : texts) {
    for (const absl::string_view rule : absl::StrSplit(text, ' ', absl::SkipWhitespace())) {
      ASSIGN_OR_RETURN(settings.plan.output.goodput.emplace_back(), ReadGoodputRule(rule));
    }
  }
  return absl::OkStatus();
}

std::vector<std::string> GetGoodput(const Settings& settings) {
  std::vector<std::string> texts;
  for (const GoodputRule& rule : settings.plan.output.goodput) texts.push_back(WriteGoodputRule(rule));
  return texts;
}

absl::Status SetAsserts(Texts texts, Settings& settings) {
  settings.plan.output.asserts.clear();
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(settings.plan.output.asserts.emplace_back(), ReadAssertRule(text));
  }
  return absl::OkStatus();
}

std::vector<std::string> GetAsserts(const Settings& settings) {
  std::vector<std::string> texts;
  for (const AssertRule& rule : settings.plan.output.asserts) texts.push_back(rule.text);
  return texts;
}

absl::Status SetExtraInputs(Texts texts, Settings& settings) {
  ASSIGN_OR_RETURN(settings.plan.target.extra_body_json, ReadExtraInputs(texts));
  return absl::OkStatus();
}

std::vector<std::string> GetExtraInputs(const Settings& settings) {
  const std::string& json = settings.plan.target.extra_body_json;
  return json.empty() ? std::vector<std::string>() : std::vector<std::string>{json};
}

absl::Status SetUrls(Texts texts, Settings& settings) {
  settings.plan.target.urls.assign(texts.begin(), texts.end());
  return absl::OkStatus();
}

std::vector<std::string> WithoutUsers(std::vector<std::string> urls) {
  for (std::string& url : urls) url = WithoutUser(url);
  return urls;
}

std::vector<std::string> GetUrls(const Settings& settings) { return WithoutUsers(settings.plan.target.urls); }

absl::Status SetFailIf(Texts texts, Settings& settings) {
  settings.invocation.fail_if.clear();
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(settings.invocation.fail_if.emplace_back(), ReadChangeRule(text));
  }
  return absl::OkStatus();
}

std::vector<std::string> GetFailIf(const Settings& settings) {
  std::vector<std::string> texts;
  for (const ChangeRule& rule : settings.invocation.fail_if) texts.push_back(rule.text);
  return texts;
}

absl::Status SetMetricsUrls(Texts texts, Settings& settings) {
  settings.plan.target.server_metrics_urls.clear();
  for (const std::string& text : texts) {
    RETURN_IF_ERROR(BaseUrl(text).status());
    settings.plan.target.server_metrics_urls.push_back(text);
  }
  return absl::OkStatus();
}

std::vector<std::string> GetMetricsUrls(const Settings& settings) {
  return WithoutUsers(settings.plan.target.server_metrics_urls);
}

}  // namespace

OptionField ModelField() { return {SetModels, GetModels}; }
OptionField HeaderField() { return {SetHeaders, GetHeaders}; }
OptionField ExtraInputsField() { return {SetExtraInputs, GetExtraInputs}; }
OptionField StageField() { return {SetStages, GetStages}; }
OptionField LabelField() { return {SetLabels, GetLabels}; }
OptionField GoodputField() { return {SetGoodput, GetGoodput}; }
OptionField AssertField() { return {SetAsserts, GetAsserts}; }
OptionField FailIfField() { return {SetFailIf, GetFailIf}; }
OptionField UrlField() { return {SetUrls, GetUrls}; }
OptionField MetricsUrlField() { return {SetMetricsUrls, GetMetricsUrls}; }

}  // namespace barrage
