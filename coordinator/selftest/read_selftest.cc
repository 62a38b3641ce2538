#include "coordinator/selftest/read_selftest.h"

#include <string>

#include "common/base/status_macros.h"
#include "common/json/parse_json.h"

namespace barrage {
namespace {

using Json = rapidjson::Value;

double NumberOf(const Json& object, const char* key) {
  return object.HasMember(key) && object[key].IsNumber() ? object[key].GetDouble() : 0;
}

int64_t CountOf(const Json& object, const char* key) {
  return object.HasMember(key) && object[key].IsInt64() ? object[key].GetInt64() : 0;
}

ErrorSpread SpreadOf(const Json& level, const char* key) {
  if (!level.HasMember(key) || !level[key].IsObject()) return {};
  const Json& spread = level[key];
  return {.count = CountOf(spread, "count"),
          .mean = NumberOf(spread, "mean"),
          .std = NumberOf(spread, "std"),
          .p50 = NumberOf(spread, "p50"),
          .p99 = NumberOf(spread, "p99")};
}

Verdict VerdictOf(const Json& level) {
  const std::string name =
      level.HasMember("verdict") && level["verdict"].IsString() ? level["verdict"].GetString() : "";
  return name == "VALID" ? Verdict::kValid : name == "DEGRADED" ? Verdict::kDegraded : Verdict::kInvalid;
}

SelftestResult ResultOf(const Json& level) {
  SelftestResult result{.level = {},
                        .ttft = SpreadOf(level, "ttft_error_ms"),
                        .gap = SpreadOf(level, "token_gap_error_ms"),
                        .coalesced_gap = SpreadOf(level, "coalesced_gap_error_ms"),
                        .stamp = SpreadOf(level, "stamp_error_ms"),
                        .requests = CountOf(level, "requests"),
                        .mismatched = CountOf(level, "mismatched")};
  if (level.HasMember("concurrency") && level["concurrency"].IsInt64()) {
    result.level.concurrency = level["concurrency"].GetInt64();
  }
  if (level.HasMember("request_rate") && level["request_rate"].IsNumber()) {
    result.level.request_rate = level["request_rate"].GetDouble();
  }
  result.cpu_fraction_max = NumberOf(level, "cpu_fraction_max");
  result.cpu_cores_mean = NumberOf(level, "cpu_cores_mean");
  result.coalesced_fraction = NumberOf(level, "coalesced_fraction");
  if (level.HasMember("stamps") && level["stamps"].IsObject()) {
    result.stamps_kernel = CountOf(level["stamps"], "kernel");
    result.stamps_user = CountOf(level["stamps"], "user");
  }
  result.verdict = VerdictOf(level);
  if (level.HasMember("verdict_reasons") && level["verdict_reasons"].IsArray()) {
    for (const Json& reason : level["verdict_reasons"].GetArray()) {
      if (reason.IsString()) result.reasons.push_back(reason.GetString());
    }
  }
  return result;
}

}  // namespace

absl::StatusOr<std::vector<SelftestResult>> ReadSelftest(absl::string_view text) {
  ASSIGN_OR_RETURN(const rapidjson::Document json, ParseJson(text));
  if (!json.IsObject() || !json.HasMember("levels") || !json["levels"].IsArray()) {
    return absl::InvalidArgumentError("not what `barrage selftest` writes: it has no levels");
  }
  std::vector<SelftestResult> results;
  for (const Json& level : json["levels"].GetArray()) {
    if (!level.IsObject())
      return absl::InvalidArgumentError("not what `barrage selftest` writes: a level is no object");
    results.push_back(ResultOf(level));
  }
  return results;
}

}  // namespace barrage
