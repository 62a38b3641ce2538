#include "coordinator/report/records_csv.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "coordinator/metrics/metric_catalog.h"
#include "coordinator/metrics/request_view.h"

namespace barrage {
namespace {

constexpr int64_t kLinesInMemory = 200'000;

std::string Quoted(absl::string_view text) {
  const std::string valid = ToValidUtf8(text, 3 * text.size());
  if (valid.find_first_of(",\"\r\n") == std::string::npos) return valid;
  return absl::StrCat("\"", absl::StrReplaceAll(valid, {{"\"", "\"\""}}), "\"");
}

template <typename T>
std::string Cell(const std::optional<T>& value) {
  return value ? absl::StrCat(*value) : "";
}

std::string Number(double value) { return absl::StrFormat("%.15g", value); }

std::vector<const MetricRow*> Columns() {
  std::vector<const MetricRow*> rows;
  for (const MetricRow& row : MetricCatalog()) {
    if (row.kind == MetricKind::kPerRequest) rows.push_back(&row);
  }
  return rows;
}

std::string Header(const std::vector<const MetricRow*>& columns) {
  std::string line =
      "x_request_id,index,session_num,turn_index,benchmark_phase,outcome,http_status,error,agent_id,worker_id,peer,"
      "intended_ns,request_start_ns,request_ack_ns,request_end_ns,content_events,coalesced_events";
  for (const MetricRow* row : columns) absl::StrAppend(&line, ",", row->tag, " (", row->unit, ")");
  return line + "\n";
}

std::string Line(const ReportInput& input, const RequestView& view, const std::vector<const MetricRow*>& columns,
                 uint32_t agent, const RequestRecord& record) {
  const auto wall = [&](const std::optional<int64_t>& at_ns) {
    return at_ns ? absl::StrCat(view.WallNs(agent, *at_ns)) : std::string();
  };
  const std::string agent_id = agent < input.summary.agents.size() ? input.summary.agents[agent].id : "";
  const RequestView::EventCounts events = view.ContentEvents(record);
  const std::string error = record.outcome == Outcome::kOk ? "" : record.error.value_or("");
  std::string line = absl::StrCat(input.summary.run_id, "-", record.index, ",", record.index, ",",
                                  record.session.value_or(record.index), ",", record.turn.value_or(0), ",",
                                  record.index < 0 ? "warmup" : "profiling", ",", OutcomeName(record.outcome));
  absl::StrAppend(&line, ",", Cell(record.http_status), ",", Quoted(error), ",", Quoted(agent_id), ",",
                  Quoted(absl::StrCat(agent_id, "-", record.loop)), ",", Quoted(record.peer.value_or("")), ",",
                  Cell(view.IntendedWallNs(agent, record)), ",", wall(record.dispatched_ns), ",",
                  wall(record.first_byte_ns), ",", wall(record.stream_end_ns), ",", events.content, ",",
                  events.coalesced);
  const std::vector<RequestValue> values = view.Values(record);  // in catalog order, as the columns
  auto value = values.begin();
  for (const MetricRow* row : columns) {
    line += ',';
    if (value != values.end() && value->tag == row->tag) line += Number((value++)->value);
  }
  return line + "\n";
}

}  // namespace

absl::Status WriteRecordsCsv(const ReportInput& input, FileWriter& file) {
  const RequestView view(input.log.facts(), input.summary);
  const std::vector<const MetricRow*> columns = Columns();
  file.Append(Header(columns));
  std::optional<int64_t> first, last;
  RETURN_IF_ERROR(input.log.ForEachRecord([&](uint32_t, const RequestRecord& record) {
    first = std::min(first.value_or(record.index), record.index);
    last = std::max(last.value_or(record.index), record.index);
  }));
  for (int64_t from = first.value_or(0); last && from <= *last; from += kLinesInMemory) {
    std::multimap<int64_t, std::string> lines;
    RETURN_IF_ERROR(input.log.ForEachRecord([&](uint32_t agent, const RequestRecord& record) {
      if (record.index < from || record.index >= from + kLinesInMemory || !view.InLedger(record)) return;
      lines.emplace(record.index, Line(input, view, columns, agent, record));
    }));
    for (const auto& [index, line] : lines) file.Append(line);
  }
  return absl::OkStatus();
}

}  // namespace barrage
