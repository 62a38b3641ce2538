#include "coordinator/report/sweep_report.h"

#include <cmath>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "coordinator/report/json_writer.h"
#include "coordinator/report/metric_json.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/text_table.h"
#include "coordinator/report/verdict_text.h"

namespace barrage {
namespace {

constexpr size_t kP99 = 8;  // in kPercentiles

struct Column {
  const char *title, *tag;
  bool p99;
};
constexpr Column kShown[] = {
    {"req/s", "request_throughput", false},    {"tok/s", "output_token_throughput", false},
    {"TTFT p99", "time_to_first_token", true}, {"ITL p99", "inter_token_latency", true},
    {"E2E p99", "request_latency", true},
};
// As GenAI-Perf orders and names them.
constexpr Column kCsv[] = {
    {"p99 Time To First Token (ms)", "time_to_first_token", true},
    {"p99 Inter Token Latency (ms)", "inter_token_latency", true},
    {"p99 Request Latency (ms)", "request_latency", true},
    {"p99 Output Sequence Length (tokens)", "output_sequence_length", true},
    {"Avg. Output Token Throughput (tokens/sec)", "output_token_throughput", false},
    {"Request Throughput (requests/sec)", "request_throughput", false},
};

std::optional<double> ValueOf(const Summary& summary, const Column& column) {
  const Metric* const metric = summary.Find(column.tag);
  if (metric == nullptr || !metric->value) return std::nullopt;
  return column.p99 ? metric->value->percentiles[kP99] : metric->value->avg;
}

// "VALID", "VALID*" where a threshold failed, "exit 3" where nothing was measured.
std::string VerdictCell(const SweepRun& run) {
  if (!run.summary) return absl::StrCat("exit ", run.exit_code);
  return absl::StrCat(VerdictName(run.summary->verdict), run.summary->slo_passed.value_or(true) ? "" : "*");
}

std::string CsvCell(absl::string_view text) {
  if (text.find_first_of(",\"\n") == absl::string_view::npos) return std::string(text);
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string RenderSweep(const Sweep& sweep, size_t width) {
  TextTable table{.title = absl::StrCat("Barrage | sweep of ", sweep.type, ", latencies in ms"),
                  .columns = {"value", "verdict"},
                  .rows = {}};
  for (const Column& column : kShown) table.columns.emplace_back(column.title);
  bool any_failed = false;
  for (const SweepRun& run : sweep.runs) {
    std::vector<std::string> cells = {run.value, VerdictCell(run)};
    any_failed |= absl::EndsWith(cells.back(), "*");
    for (const Column& column : kShown) {
      const auto value = run.summary ? ValueOf(*run.summary, column) : std::nullopt;
      cells.push_back(value ? TwoDecimals(*value) : "N/A");
    }
    table.rows.push_back(std::move(cells));
  }
  std::vector<std::string> omitted;
  std::string text = RenderTable(table, width, &omitted);
  if (any_failed) text += "* a threshold failed\n";
  if (!omitted.empty()) absl::StrAppend(&text, "not shown at this width: ", absl::StrJoin(omitted, ", "), "\n");
  return text;
}

std::string SweepCsv(const Sweep& sweep) {
  std::string text = "Config Name,";
  absl::StrAppend(&text, sweep.type == "request_rate" ? "Request Rate" : "Concurrency", ",ISL,Num Dataset Entries");
  for (const Column& column : kCsv) absl::StrAppend(&text, ",", column.title);
  text += "\n";
  int index = 0;
  for (const SweepRun& run : sweep.runs) {
    const int number = index++;
    if (!run.summary) continue;
    const Summary& summary = *run.summary;
    const LoadPlan& load = summary.plan.load;
    const Metric* const isl = summary.Find("input_sequence_length");
    const std::string load_text =
        load.request_rate ? absl::StrCat(*load.request_rate) : absl::StrCat(load.concurrency.value_or(1));
    absl::StrAppend(&text, CsvCell(absl::StrCat(summary.model, "_run_config_", number)), ",", load_text, ",",
                    isl != nullptr && isl->value ? absl::StrCat(std::llround(isl->value->percentiles[kP99])) : "", ",",
                    summary.plan.dataset.num_prompts.value_or(100));
    for (const Column& column : kCsv) {
      const auto value = ValueOf(summary, column);
      absl::StrAppend(&text, ",", value ? absl::StrFormat("%.2f", *value) : "");
    }
    text += "\n";
  }
  return absl::StrCat(text,
                      "\nConfig Name,GPU,p99 GPU Power Usage (W),p99 GPU Energy Consumption (MJ),p99 GPU Utilization "
                      "(%),p99 GPU Memory Used (GB),Avg. GPU Power Limit (W),Avg. GPU Total Memory (GB)\n");
}

std::string SweepJson(const Sweep& sweep) {
  JsonWriter json;
  json.BeginObject().Member("sweep_type", sweep.type).Key("runs").BeginArray();
  for (const SweepRun& run : sweep.runs) {
    json.BeginObject().Member("value", run.value).Member("directory", run.directory);
    json.Member("exit_code", run.exit_code).Key("verdict");
    if (run.summary) {
      json.Text(VerdictName(run.summary->verdict)).Member("run_id", run.summary->run_id).Key("metrics");
      WriteMetrics(run.summary->metrics, false, json);
    } else {
      json.Null();
    }
    json.EndObject();
  }
  return json.EndArray().EndObject().Finish();
}

}  // namespace barrage
