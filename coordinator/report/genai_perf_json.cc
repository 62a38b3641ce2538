#include "coordinator/report/genai_perf_json.h"

#include "coordinator/report/genai_perf_rows.h"
#include "coordinator/report/input_config.h"
#include "coordinator/report/json_writer.h"

namespace barrage {
namespace {

// GenAI-Perf knows whole percentiles only.
constexpr size_t kWholePercentiles = kPercentiles.size() - 1;

void WriteStatistics(const Distribution& value, bool only_mean, JsonWriter& json) {
  json.Member("avg", value.avg);
  if (only_mean) return;
  for (size_t i = 0; i < kWholePercentiles; ++i) json.Member(kPercentileKeys[i], value.percentiles[i]);
  json.Member("min", value.min).Member("max", value.max).Member("std", value.std);
}

// {"gpu_power_usage": {"unit": "W", "0": {…}, "1": {…}}, …}
void WriteTelemetry(const std::vector<GpuFigure>& gpus, JsonWriter& json) {
  json.Key("telemetry_stats").BeginObject();
  for (size_t i = 0; i < gpus.size(); ++i) {
    const GpuFigure& figure = gpus[i];
    if (i == 0 || gpus[i - 1].tag != figure.tag) json.Key(figure.tag).BeginObject().Member("unit", figure.unit);
    json.Key(figure.gpu).BeginObject();
    WriteStatistics(figure.value, figure.is_constant, json);
    json.EndObject();
    if (i + 1 == gpus.size() || gpus[i + 1].tag != figure.tag) json.EndObject();
  }
  json.EndObject();
}

}  // namespace

absl::Status WriteGenaiPerfJson(const ReportInput& input, FileWriter& file) {
  JsonWriter json;
  json.BeginObject();
  for (const GenaiPerfRow& row : kGenaiPerfRows) {
    const Metric* metric = input.summary.Find(std::string(row.tag));
    if (metric == nullptr || !metric->value) continue;
    json.Key(row.key).BeginObject().Member("unit", row.unit);
    WriteStatistics(*metric->value, row.system, json);
    json.EndObject();
  }
  WriteTelemetry(input.summary.server_view.gpus, json);
  json.Key("input_config");
  WriteInputConfig(input.summary, json);
  json.EndObject();
  file.Append(json.Finish());
  return absl::OkStatus();
}

}  // namespace barrage
