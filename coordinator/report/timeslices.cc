#include "coordinator/report/timeslices.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "coordinator/report/aiperf_json.h"
#include "coordinator/report/input_config.h"
#include "coordinator/report/json_writer.h"

namespace barrage {
namespace {

constexpr double kNsPerSecond = 1e9;

bool IsSlice(const WindowSummary& window) { return window.name.rfind("slice", 0) == 0; }

// No metric's title or unit holds a comma or a quote.
void AddLine(int64_t index, const Metric& metric, const char* statistic, double value, FileWriter& file) {
  file.Append(absl::StrCat(index, ",", metric.title, ",", metric.unit, ",", statistic, ",",
                           absl::StrFormat("%.9g", value), "\n"));
}

}  // namespace

bool HasTimeslices(const Summary& summary) {
  for (const WindowSummary& window : summary.windows) {
    if (IsSlice(window)) return true;
  }
  return false;
}

absl::Status WriteTimeslicesJson(const ReportInput& input, FileWriter& file) {
  JsonWriter json;
  int64_t index = 0;
  json.BeginObject().Key("timeslices").BeginArray();
  for (const WindowSummary& window : input.summary.windows) {
    if (!IsSlice(window)) continue;
    json.BeginObject().Member("timeslice_index", index++);
    json.Member("from_s", static_cast<double>(window.from_ns) / kNsPerSecond);
    json.Member("to_s", static_cast<double>(window.to_ns) / kNsPerSecond);
    WriteAiperfMetrics(window.metrics, json);
    json.EndObject();
  }
  json.EndArray().Key("input_config");
  WriteInputConfig(input.summary, json);
  json.EndObject();
  file.Append(json.Finish());
  return absl::OkStatus();
}

absl::Status WriteTimeslicesCsv(const ReportInput& input, FileWriter& file) {
  file.Append("Timeslice,Metric,Unit,Stat,Value\n");
  int64_t index = 0;
  for (const WindowSummary& window : input.summary.windows) {
    if (!IsSlice(window)) continue;
    for (const Metric& metric : window.metrics) {
      if (!metric.value) continue;
      const Distribution& value = *metric.value;
      AddLine(index, metric, "avg", value.avg, file);
      if (metric.is_rate) continue;
      AddLine(index, metric, "min", value.min, file);
      AddLine(index, metric, "max", value.max, file);
      for (size_t i = 0; i < kWholePercentiles; ++i) {
        AddLine(index, metric, kPercentileKeys[i], value.percentiles[i], file);
      }
      AddLine(index, metric, "std", value.std, file);
    }
    ++index;
  }
  return absl::OkStatus();
}

}  // namespace barrage
