#include "coordinator/report/aggregate_report.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "coordinator/report/json_writer.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/text_table.h"

namespace barrage {
namespace {

std::vector<const RepeatedRun*> Measured(const Repetition& repetition) {
  std::vector<const RepeatedRun*> measured;
  for (const RepeatedRun& run : repetition.runs) {
    if (run.summary) measured.push_back(&run);
  }
  return measured;
}

// Adds the number that `get` finds in each run's value of the metric, if all of them have one.
template <typename Get>
void AddNumber(const Metric& metric, absl::string_view statistic, const Repetition& repetition, Get get,
               std::vector<RepeatedNumber>& numbers) {
  std::vector<double> values;
  for (const RepeatedRun* const run : Measured(repetition)) {
    const Metric* const same = run->summary->Find(metric.tag);
    if (same == nullptr || !same->value) return;
    values.push_back(get(*same->value));
  }
  if (const auto over = MeanIntervalOf(values, repetition.confidence)) {
    numbers.push_back({absl::StrCat(metric.tag, "_", statistic), metric.unit, *over});
  }
}

bool IsMain(absl::string_view name) {
  for (const absl::string_view ending : {"_avg", "_p50", "_p99"}) {
    if (absl::EndsWith(name, ending)) return true;
  }
  return false;
}

}  // namespace

std::vector<RepeatedNumber> NumbersOver(const Repetition& repetition) {
  std::vector<RepeatedNumber> numbers;
  const auto measured = Measured(repetition);
  if (measured.size() < 2) return numbers;
  for (const Metric& metric : measured.front()->summary->metrics) {
    AddNumber(
        metric, "avg", repetition, [](const Distribution& value) { return value.avg; }, numbers);
    if (metric.is_rate) continue;
    AddNumber(
        metric, "min", repetition, [](const Distribution& value) { return value.min; }, numbers);
    AddNumber(
        metric, "max", repetition, [](const Distribution& value) { return value.max; }, numbers);
    AddNumber(
        metric, "std", repetition, [](const Distribution& value) { return value.std; }, numbers);
    for (size_t i = 0; i < kPercentiles.size(); ++i) {
      AddNumber(
          metric, kPercentileKeys[i], repetition, [i](const Distribution& value) { return value.percentiles[i]; },
          numbers);
    }
  }
  return numbers;
}

std::string RenderAggregate(const Repetition& repetition, size_t width) {
  const size_t measured = Measured(repetition).size();
  const std::vector<RepeatedNumber> numbers = NumbersOver(repetition);
  if (numbers.empty())
    return absl::StrCat(measured, " of ", repetition.runs.size(), " runs measured: too few to compare.\n");
  TextTable table{.title = absl::StrFormat("Barrage | mean over %d of %d runs, %.4g %% interval", measured,
                                           repetition.runs.size(), repetition.confidence * 100),
                  .columns = {"Number of each run", "mean", "low", "high", "cv %"},
                  .rows = {}};
  const Summary& first = *Measured(repetition).front()->summary;
  for (const RepeatedNumber& number : numbers) {
    const Metric* const metric = first.Find(number.name.substr(0, number.name.rfind('_')));
    if (metric == nullptr || !metric->console || !IsMain(number.name)) continue;
    const MeanInterval& over = number.over;
    table.rows.push_back({absl::StrCat(number.name, " (", number.unit, ")"), TwoDecimals(over.mean),
                          TwoDecimals(over.ci_low), TwoDecimals(over.ci_high),
                          over.cv ? TwoDecimals(*over.cv * 100) : "N/A"});
  }
  std::vector<std::string> omitted;
  return RenderTable(table, width, &omitted);
}

std::string AggregateJson(const Repetition& repetition) {
  JsonWriter json;
  json.BeginObject().Key("metadata").BeginObject().Member("aggregation_type", "confidence");
  json.Member("num_profile_runs", static_cast<int64_t>(repetition.runs.size()));
  json.Member("num_successful_runs", static_cast<int64_t>(Measured(repetition).size()));
  json.Member("confidence_level", repetition.confidence).Key("run_labels").BeginArray();
  for (const RepeatedRun* const run : Measured(repetition)) json.Text(run->label);
  json.EndArray().Key("failed_runs").BeginArray();
  for (const RepeatedRun& run : repetition.runs) {
    if (run.summary) continue;
    json.BeginObject().Member("label", run.label).Member("error", absl::StrCat("exit ", run.exit_code)).EndObject();
  }
  json.EndArray().EndObject().Key("metrics").BeginObject();
  for (const RepeatedNumber& number : NumbersOver(repetition)) {
    const MeanInterval& over = number.over;
    json.Key(number.name).BeginObject().Member("mean", over.mean).Member("std", over.std).Member("min", over.min);
    json.Member("max", over.max).Member("cv", over.cv).Member("se", over.se).Member("ci_low", over.ci_low);
    json.Member("ci_high", over.ci_high).Member("t_critical", over.t_critical).Member("unit", number.unit).EndObject();
  }
  return json.EndObject().EndObject().Finish();
}

std::string AggregateCsv(const Repetition& repetition) {
  std::string text = "metric,mean,std,min,max,cv,se,ci_low,ci_high,t_critical,unit\n";
  for (const RepeatedNumber& number : NumbersOver(repetition)) {
    const MeanInterval& over = number.over;
    absl::StrAppendFormat(&text, "%s,%.6g,%.6g,%.6g,%.6g,%s,%.6g,%.6g,%.6g,%.6g,%s\n", number.name, over.mean, over.std,
                          over.min, over.max, over.cv ? absl::StrFormat("%.6g", *over.cv) : "", over.se, over.ci_low,
                          over.ci_high, over.t_critical, number.unit);
  }
  return text;
}

}  // namespace barrage
