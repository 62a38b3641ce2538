#include "coordinator/report/metric_json.h"

namespace barrage {

void WriteDistribution(const Distribution& value, JsonWriter& json) {
  json.Member("count", value.count).Member("avg", value.avg).Member("min", value.min).Member("max", value.max);
  json.Member("std", value.std);
  for (size_t i = 0; i < kPercentiles.size(); ++i) json.Member(kPercentileKeys[i], value.percentiles[i]);
  json.Key("ci95").BeginObject();
  for (size_t i = 0; i < kPercentiles.size(); ++i) {
    json.Key(kPercentileKeys[i]);
    if (value.ci95[i]) {
      json.BeginArray().Number(value.ci95[i]->first).Number(value.ci95[i]->second).EndArray();
    } else {
      json.Null();
    }
  }
  json.EndObject();
  json.Member("error_bound", value.error_bound);
  if (value.histogram) json.Member("histogram", true);
}

void WriteMetrics(const std::vector<Metric>& metrics, bool formulas, JsonWriter& json) {
  json.BeginObject();
  for (const Metric& metric : metrics) {
    json.Key(metric.tag).BeginObject().Member("title", metric.title).Member("unit", metric.unit);
    if (formulas && !metric.formula.empty()) json.Member("formula", metric.formula);
    if (!metric.note.empty()) json.Member("note", metric.note);
    if (!metric.value) {
      json.Key("avg").Null().Member("absent", metric.absent_reason);
    } else if (metric.is_rate) {
      json.Member("avg", metric.value->avg);
    } else {
      WriteDistribution(*metric.value, json);
    }
    if (metric.with_failures) {
      json.Key("with_failures").BeginObject();
      WriteDistribution(*metric.with_failures, json);
      json.EndObject();
    }
    json.EndObject();
  }
  json.EndObject();
}

void WriteLedger(const Ledger& ledger, JsonWriter& json) {
  json.Member("scheduled", ledger.scheduled);
  for (const OutcomeRow& row : kOutcomes) {
    json.Member(row.name, ledger.outcomes[static_cast<size_t>(row.outcome) - 1]);
  }
}

}  // namespace barrage
