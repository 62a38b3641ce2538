#include "coordinator/report/aiperf_json.h"

#include "coordinator/report/input_config.h"
#include "coordinator/report/json_writer.h"
#include "coordinator/report/wall_time.h"

namespace barrage {
namespace {

void WriteMetric(const Metric& metric, JsonWriter& json) {
  const Distribution& value = *metric.value;
  json.Key(metric.tag).BeginObject().Member("unit", metric.unit).Member("avg", value.avg);
  if (!metric.is_rate) {
    for (size_t i = 0; i < kWholePercentiles; ++i) json.Member(kPercentileKeys[i], value.percentiles[i]);
    json.Member("min", value.min).Member("max", value.max).Member("std", value.std);
  }
  json.EndObject();
}

void WriteErrorSummary(const Summary& summary, JsonWriter& json) {
  json.Key("error_summary").BeginArray();
  for (const ErrorClass& error : summary.errors) {
    json.BeginObject().Key("error_details").BeginObject();
    json.Key("code");
    if (error.status) {
      json.Integer(*error.status);
    } else {
      json.Null();
    }
    json.Member("type", OutcomeName(error.outcome)).Member("message", error.message).EndObject();
    json.Member("count", error.count).EndObject();
  }
  json.EndArray();
}

}  // namespace

void WriteAiperfMetrics(const std::vector<Metric>& metrics, JsonWriter& json) {
  for (const Metric& metric : metrics) {
    if (metric.value) WriteMetric(metric, json);
  }
}

absl::Status WriteAiperfJson(const ReportInput& input, FileWriter& file) {
  const Summary& summary = input.summary;
  JsonWriter json;
  json.BeginObject();
  WriteAiperfMetrics(summary.metrics, json);
  json.Key("input_config");
  WriteInputConfig(summary, json);
  json.Member("was_cancelled", summary.exit_code == 130 || summary.exit_code == 143);
  WriteErrorSummary(summary, json);
  json.Member("start_time", WallTime(summary.started_wall_ns)).EndObject();
  file.Append(json.Finish());
  return absl::OkStatus();
}

}  // namespace barrage
