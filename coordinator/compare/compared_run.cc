#include "coordinator/compare/compared_run.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/json/parse_json.h"

namespace barrage {
namespace {

constexpr absl::string_view kSchema = "1.";

std::string TextOf(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  return member != object.MemberEnd() && member->value.IsString() ? member->value.GetString() : "";
}

void ReadRanges(const rapidjson::Value& ranges, ComparedMetric& metric) {
  if (!ranges.IsObject()) return;
  for (const auto& range : ranges.GetObject()) {
    const rapidjson::Value& ends = range.value;
    if (!ends.IsArray() || ends.Size() != 2 || !ends[0].IsNumber() || !ends[1].IsNumber()) continue;
    metric.ranges[range.name.GetString()] = {ends[0].GetDouble(), ends[1].GetDouble()};
  }
}

ComparedMetric ReadMetric(const std::string& tag, const rapidjson::Value& value) {
  ComparedMetric metric;
  metric.tag = tag;
  metric.title = TextOf(value, "title");
  metric.unit = TextOf(value, "unit");
  for (const auto& member : value.GetObject()) {
    if (member.value.IsNumber()) metric.statistics[member.name.GetString()] = member.value.GetDouble();
  }
  metric.statistics.erase("error_bound");
  if (value.HasMember("ci95")) ReadRanges(value["ci95"], metric);
  return metric;
}

}  // namespace

const ComparedMetric* ComparedRun::Find(absl::string_view tag) const {
  const auto found =
      std::find_if(metrics.begin(), metrics.end(), [tag](const ComparedMetric& metric) { return metric.tag == tag; });
  return found == metrics.end() ? nullptr : &*found;
}

absl::StatusOr<ComparedRun> ReadComparedRun(absl::string_view summary_json) {
  ASSIGN_OR_RETURN(const rapidjson::Document json, ParseJson(summary_json));
  if (!json.IsObject()) return absl::InvalidArgumentError("not a JSON object");
  const std::string schema = TextOf(json, "schema_version");
  if (!absl::StartsWith(schema, kSchema)) {
    return absl::InvalidArgumentError(
        schema.empty() ? "no schema_version: not a summary.json"
                       : absl::StrCat("written in schema ", schema, "; this program reads ", kSchema, "x"));
  }
  const auto metrics = json.FindMember("metrics");
  if (metrics == json.MemberEnd() || !metrics->value.IsObject()) return absl::InvalidArgumentError("no metrics in it");
  ComparedRun run;
  run.verdict = TextOf(json, "verdict");
  run.started_at = TextOf(json, "started_at");
  run.run_name = TextOf(json, "run_name");
  run.definitions = TextOf(json, "definitions");
  run.token_source = TextOf(json, "token_source");
  run.plan = TextOf(json, "plan");
  if (json.HasMember("target") && json["target"].IsObject()) run.model = TextOf(json["target"], "model");
  for (const auto& metric : metrics->value.GetObject()) {
    const std::string tag = metric.name.GetString();
    if (!metric.value.IsObject()) return absl::InvalidArgumentError(absl::StrCat("metrics.", tag, " is no object"));
    ComparedMetric read = ReadMetric(tag, metric.value);
    if (read.statistics.count("avg") > 0) run.metrics.push_back(std::move(read));
  }
  return run;
}

}  // namespace barrage
