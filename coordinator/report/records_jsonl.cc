#include "coordinator/report/records_jsonl.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "coordinator/metrics/request_view.h"
#include "coordinator/report/json_writer.h"

namespace barrage {
namespace {

constexpr int64_t kLinesInMemory = 200'000;
constexpr int64_t kLinesInMemoryWithTexts = 20'000;

using Texts = std::map<std::pair<uint32_t, int64_t>, wire::KeptText>;  // by agent and index

std::optional<int64_t> Wall(const RequestView& view, uint32_t agent, const std::optional<int64_t>& at_ns) {
  if (!at_ns) return std::nullopt;
  return view.WallNs(agent, *at_ns);
}

// Lengths in tokens as asked for, as sent and answered by the tokenizer's count, and as the server says.
void WriteTokens(const RequestView& view, const RequestRecord& record, JsonWriter& json) {
  const TokenCounts tokenizer = view.TokensBy(TokenSource::kTokenizer, record);
  const TokenCounts usage = view.TokensBy(TokenSource::kServer, record);
  json.Key("tokens").BeginObject().Key("input").BeginObject();
  json.MemberIfSet("asked", view.AskedInputTokens(record)).MemberIfSet("tokenizer", tokenizer.input);
  json.MemberIfSet("usage", usage.input).EndObject().Key("output").BeginObject();
  json.MemberIfSet("asked", record.asked_output_tokens).MemberIfSet("tokenizer", tokenizer.output);
  json.MemberIfSet("usage", usage.output).EndObject().Key("reasoning").BeginObject();
  json.MemberIfSet("tokenizer", tokenizer.reasoning).MemberIfSet("usage", usage.reasoning).EndObject().EndObject();
}

void WriteMetadata(const ReportInput& input, const RequestView& view, uint32_t agent, const RequestRecord& record,
                   JsonWriter& json) {
  const std::string agent_id = agent < input.summary.agents.size() ? input.summary.agents[agent].id : "";
  const bool cut = record.outcome == Outcome::kCancelledAtEnd || record.outcome == Outcome::kCancelledByPlan;
  const RequestView::EventCounts events = view.ContentEvents(record);
  json.Key("metadata").BeginObject();
  json.Member("session_num", record.session.value_or(record.index));
  json.Member("x_request_id", absl::StrCat(input.summary.run_id, "-", record.index));
  json.Member("turn_index", record.turn.value_or(0));
  json.Member("request_start_ns", Wall(view, agent, record.dispatched_ns));
  json.Member("request_ack_ns", Wall(view, agent, record.first_byte_ns));
  json.Member("request_end_ns", Wall(view, agent, record.stream_end_ns));
  json.Member("worker_id", absl::StrCat(agent_id, "-", record.loop));
  json.Member("benchmark_phase", record.index < 0 ? "warmup" : "profiling").Member("was_cancelled", cut);
  json.Member("outcome", OutcomeName(record.outcome)).Member("agent_id", agent_id);
  json.Member("intended_ns", view.IntendedWallNs(agent, record)).Member("content_events", events.content);
  json.Member("coalesced_events", events.coalesced);
  json.MemberIfSet("peer", record.peer);
  WriteTokens(view, record, json);
  json.EndObject();
}

void WriteMetrics(const RequestView& view, const RequestRecord& record, bool with_lists, JsonWriter& json) {
  json.Key("metrics").BeginObject();
  for (const RequestValue& value : view.Values(record)) {
    json.Key(value.tag).BeginObject().Member("value", value.value).Member("unit", value.unit).EndObject();
  }
  const std::vector<double> gaps = with_lists ? view.ChunkGapsMs(record) : std::vector<double>();
  if (!gaps.empty()) {
    json.Key("inter_chunk_latency").BeginObject().Key("value").BeginArray();
    for (const double gap : gaps) json.Number(gap);
    json.EndArray().Member("unit", "ms").EndObject();
  }
  json.EndObject();
}

void WriteError(const RequestRecord& record, JsonWriter& json) {
  json.Key("error");
  if (record.outcome == Outcome::kOk) {
    json.Null();
    return;
  }
  json.BeginObject().Member("code", record.http_status).Member("type", OutcomeName(record.outcome));
  json.Member("message", record.error).EndObject();
}

// What was asked stands in inputs.json, at the place `payload`.
void WriteText(const RequestRecord& record, const wire::KeptText& text, JsonWriter& json) {
  json.Key("text").BeginObject().Member("payload", static_cast<int64_t>(record.payload_id));
  json.Member("answer", text.answer());
  if (!text.reasoning().empty()) json.Member("reasoning", text.reasoning());
  if (text.partial()) json.Member("partial", true);
  json.EndObject();
}

std::string Line(const ReportInput& input, const RequestView& view, uint32_t agent, const RequestRecord& record,
                 const Texts& texts, bool with_lists) {
  JsonWriter json(JsonWriter::Layout::kOneLine);
  json.BeginObject();
  WriteMetadata(input, view, agent, record, json);
  WriteMetrics(view, record, with_lists, json);
  WriteError(record, json);
  const auto text = texts.find({agent, record.index});
  if (text != texts.end()) WriteText(record, text->second, json);
  json.EndObject();
  return json.Finish();
}

}  // namespace

absl::Status WriteRecordsJsonl(const ReportInput& input, FileWriter& file) {
  if (input.summary.plan.output.export_level == ExportLevel::kSummary) return absl::OkStatus();
  const RequestView view(input.log.facts(), input.summary);
  int64_t count = 0, first = 0, last = -1;
  RETURN_IF_ERROR(input.log.ForEachRecord([&](uint32_t, const RequestRecord& record) {
    first = count == 0 ? record.index : std::min(first, record.index);
    last = count == 0 ? record.index : std::max(last, record.index);
    ++count;
  }));
  const bool with_lists =
      count <= kMostRequestsWithLists || input.summary.plan.output.export_level == ExportLevel::kRaw;
  const bool with_texts = input.summary.plan.output.keep_text;
  const int64_t step = with_texts ? kLinesInMemoryWithTexts : kLinesInMemory;
  for (int64_t from = first; from <= last; from += step) {
    const auto inside = [from, step](int64_t index) { return index >= from && index < from + step; };
    Texts texts;
    if (with_texts) {
      RETURN_IF_ERROR(input.log.ForEachText([&](uint32_t agent, const wire::KeptText& text) {
        if (inside(text.index())) texts.insert_or_assign({agent, text.index()}, text);
      }));
    }
    std::multimap<int64_t, std::string> lines;
    RETURN_IF_ERROR(input.log.ForEachRecord([&](uint32_t agent, const RequestRecord& record) {
      if (!inside(record.index) || !view.InLedger(record)) return;
      lines.emplace(record.index, Line(input, view, agent, record, texts, with_lists));
    }));
    for (const auto& [index, line] : lines) file.Append(line);
  }
  return absl::OkStatus();
}

}  // namespace barrage
