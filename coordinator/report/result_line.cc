#include "coordinator/report/result_line.h"

#include <vector>

#include "coordinator/report/json_writer.h"
#include "coordinator/report/verdict_text.h"

namespace barrage {
namespace {

constexpr size_t kLongestName = 256;

// The places of 50, 90 and 99 in kPercentiles.
constexpr size_t kShown[] = {4, 6, 8};

void WriteMetric(const Metric& metric, JsonWriter& json) {
  json.Key(metric.tag).BeginObject().Member("unit", metric.unit);
  if (metric.is_rate) {
    json.Member("avg", metric.value->avg);
  } else {
    for (const size_t i : kShown) json.Member(kPercentileKeys[i], metric.value->percentiles[i]);
  }
  json.EndObject();
}

std::string Write(const Summary& summary, const std::vector<const Metric*>& metrics, size_t reasons, bool cut) {
  JsonWriter json(JsonWriter::Layout::kOneLine);
  json.BeginObject().Member("verdict", VerdictName(summary.verdict)).Member("exit_code", summary.exit_code);
  json.Member("run_id", summary.run_id).Member("run_name", summary.run_name.substr(0, kLongestName));
  json.Member("model", summary.model.substr(0, kLongestName)).Key("reasons").BeginArray();
  for (size_t i = 0; i < reasons; ++i) json.Text(summary.reasons[i].code);
  json.EndArray().Member("slo_passed", summary.slo_passed);
  json.Key("ledger").BeginObject().Member("scheduled", summary.ledger.scheduled);
  for (size_t i = 0; i < kOutcomes.size(); ++i) {
    if (summary.ledger.outcomes[i] > 0) json.Member(kOutcomes[i].name, summary.ledger.outcomes[i]);
  }
  json.EndObject().Key("metrics").BeginObject();
  for (const Metric* const metric : metrics) WriteMetric(*metric, json);
  json.EndObject();
  if (cut) json.Member("cut", true);
  std::string text = json.EndObject().Finish();
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

std::string ResultJson(const Summary& summary) {
  std::vector<const Metric*> metrics;
  for (const Metric& metric : summary.metrics) {
    if (metric.console && metric.value) metrics.push_back(&metric);
  }
  size_t reasons = summary.reasons.size();
  std::string text = Write(summary, metrics, reasons, false);
  while (text.size() > kResultLimit && (!metrics.empty() || reasons > 0)) {
    if (!metrics.empty()) {
      metrics.pop_back();
    } else {
      --reasons;
    }
    text = Write(summary, metrics, reasons, true);
  }
  return text;
}

}  // namespace barrage
