#include "coordinator/metrics/selftest_text.h"

#include <cmath>
#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/json/parse_json.h"

namespace barrage {
namespace {

using Json = rapidjson::Value;

std::optional<double> NumberAt(const Json& object, const char* key) {
  if (!object.IsObject() || !object.HasMember(key) || !object[key].IsNumber()) return std::nullopt;
  return object[key].GetDouble();
}

double ErrorAt(const Json& level, const char* key, const char* statistic) {
  if (!level.HasMember(key)) return 0;
  return NumberAt(level[key], statistic).value_or(0);
}

// The lowest level of the ladder that is no lighter than `load`, or nullptr.
const Json* LevelFor(const Json& ladder, const char* key, double load) {
  const Json* found = nullptr;
  if (!ladder.IsObject() || !ladder.HasMember("levels") || !ladder["levels"].IsArray()) return nullptr;
  for (const Json& level : ladder["levels"].GetArray()) {
    const std::optional<double> of = NumberAt(level, key);
    if (of && *of >= load && (found == nullptr || *of < *NumberAt(*found, key))) found = &level;
  }
  return found;
}

// The level of the agent whose TTFT was worst.
const Json* WorstLevel(const Json& selftest, const char* key, double load) {
  if (!selftest.HasMember("agents") || !selftest["agents"].IsArray()) return LevelFor(selftest, key, load);
  const Json* worst = nullptr;
  for (const Json& agent : selftest["agents"].GetArray()) {
    const Json* level = LevelFor(agent, key, load);
    if (level == nullptr) continue;
    if (worst == nullptr || ErrorAt(*level, "ttft_error_ms", "p99") > ErrorAt(*worst, "ttft_error_ms", "p99")) {
      worst = level;
    }
  }
  return worst;
}

}  // namespace

std::string SelftestTextFor(const LoadPlan& load, absl::string_view json) {
  const auto selftest = ParseJson(json);
  if (!selftest.ok() || !selftest->IsObject()) return "it cannot be read";
  const bool rate = load.request_rate.has_value();
  const char* const key = rate ? "request_rate" : "concurrency";
  const double asked = rate ? *load.request_rate : static_cast<double>(load.concurrency.value_or(1));
  const char* const unit = rate ? "requests/s" : "streams";
  const Json* const level = WorstLevel(*selftest, key, asked);
  std::string text = level == nullptr
                         ? absl::StrFormat("it did not go up to %g %s", asked, unit)
                         : absl::StrFormat(
                               "at %g %s measured − true was %+.3f ms (mean) and %.3f ms (p99) for TTFT, %.3f ms "
                               "(p99) for gaps",
                               *NumberAt(*level, key), unit, ErrorAt(*level, "ttft_error_ms", "mean"),
                               ErrorAt(*level, "ttft_error_ms", "p99"), ErrorAt(*level, "token_gap_error_ms", "p99"));
  const bool known = selftest->HasMember("trusted_to");
  const std::optional<double> trusted = known ? NumberAt((*selftest)["trusted_to"], key) : std::nullopt;
  absl::StrAppend(&text, trusted ? absl::StrFormat("; trusted to %g %s", *trusted, unit)
                                 : absl::StrFormat("; trusted at no number of %s of its ladder", unit));
  return text;
}

}  // namespace barrage
