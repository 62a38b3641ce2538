#include "coordinator/report/genai_perf_json.h"

#include "coordinator/report/genai_perf_rows.h"
#include "coordinator/report/input_config.h"
#include "coordinator/report/json_writer.h"

namespace barrage {
namespace {

// GenAI-Perf knows whole percentiles only.
constexpr size_t kWholePercentiles = kPercentiles.size() - 1;

}  // namespace

absl::Status WriteGenaiPerfJson(const ReportInput& input, FileWriter& file) {
  JsonWriter json;
  json.BeginObject();
  for (const GenaiPerfRow& row : kGenaiPerfRows) {
    const Metric* metric = input.summary.Find(std::string(row.tag));
    if (metric == nullptr || !metric->value) continue;
    const Distribution& value = *metric->value;
    json.Key(row.key).BeginObject().Member("unit", row.unit).Member("avg", value.avg);
    if (!row.system) {
      for (size_t i = 0; i < kWholePercentiles; ++i) json.Member(kPercentileKeys[i], value.percentiles[i]);
      json.Member("min", value.min).Member("max", value.max).Member("std", value.std);
    }
    json.EndObject();
  }
  json.Key("telemetry_stats").BeginObject().EndObject();
  json.Key("input_config");
  WriteInputConfig(input.summary, json);
  json.EndObject();
  file.Append(json.Finish());
  return absl::OkStatus();
}

}  // namespace barrage
