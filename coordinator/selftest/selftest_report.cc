#include "coordinator/selftest/selftest_report.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "coordinator/report/json_writer.h"
#include "coordinator/report/text_table.h"
#include "coordinator/report/verdict_text.h"

namespace barrage {
namespace {

constexpr int kSchemaVersion = 1;

constexpr size_t kWideColumns = 160;

std::string Ms(double value) { return absl::StrFormat("%.3f", value); }

using Results = std::vector<SelftestResult>;

std::vector<std::string> SpreadCells(const ErrorSpread& spread) {
  return {Ms(spread.mean), Ms(spread.std), Ms(spread.p50), Ms(spread.p99)};
}

std::vector<std::string> ClientCells(const SelftestResult& result) {
  return {result.Trusted() ? "yes" : "no", absl::StrFormat("%.1f", 100 * result.cpu_fraction_max),
          absl::StrFormat("%.2f", result.cpu_cores_mean), absl::StrFormat("%.1f", 100 * result.coalesced_fraction),
          Ms(result.coalesced_gap.p99)};
}

const std::vector<std::string>& SpreadColumns() {
  static const auto& columns = *new std::vector<std::string>{"mean", "spread", "p50", "p99"};
  return columns;
}

const std::vector<std::string>& ClientColumns() {
  static const auto& columns =
      *new std::vector<std::string>{"trusted", "busy %", "CPU cores", "coalesced %", "its gap p99"};
  return columns;
}

using Cells = std::vector<std::string> (*)(const SelftestResult& result);

void Extend(std::vector<std::string> more, std::vector<std::string>& cells) {
  cells.insert(cells.end(), more.begin(), more.end());
}

TextTable TableOf(const Results& results, std::string title, const std::vector<std::string>& columns, Cells cells) {
  TextTable table{.title = std::move(title), .columns = {"load"}, .rows = {}};
  Extend(columns, table.columns);
  for (const SelftestResult& result : results) {
    Extend(cells(result), table.rows.emplace_back(std::vector<std::string>{result.level.Name()}));
  }
  return table;
}

// One table where it fits, else one for TTFT, one for gaps and one for the client.
std::string Tables(const Results& results, size_t width) {
  if (width >= kWideColumns) {
    TextTable table{.title = "Measured - true (ms): TTFT | gaps of events that share no read | client",
                    .columns = {"load"},
                    .rows = {}};
    Extend({"TTFT mean", "spread", "p50", "p99"}, table.columns);
    Extend({"gap mean", "spread", "p50", "p99"}, table.columns);
    Extend(ClientColumns(), table.columns);
    for (const SelftestResult& result : results) {
      std::vector<std::string>& row = table.rows.emplace_back(std::vector<std::string>{result.level.Name()});
      Extend(SpreadCells(result.ttft), row);
      Extend(SpreadCells(result.gap), row);
      Extend(ClientCells(result), row);
    }
    return RenderTable(table, width);
  }
  return absl::StrCat(
      RenderTable(TableOf(results, "TTFT: measured - true (ms)", SpreadColumns(),
                          [](const SelftestResult& result) { return SpreadCells(result.ttft); }),
                  width),
      RenderTable(TableOf(results, "Gaps of events that share no read: measured - true (ms)", SpreadColumns(),
                          [](const SelftestResult& result) { return SpreadCells(result.gap); }),
                  width),
      RenderTable(TableOf(results, "Client", ClientColumns(), ClientCells), width));
}

// The verdict on each level.
std::string Verdicts(const Results& results) {
  std::string text;
  for (const SelftestResult& result : results) {
    const std::string reasons = result.reasons.empty() ? "" : absl::StrCat(" ", absl::StrJoin(result.reasons, " "));
    absl::StrAppend(&text, absl::StrFormat("%-16s", result.level.Name()), VerdictName(result.verdict), reasons,
                    result.mismatched == 0 ? "" : absl::StrCat("; ", result.mismatched, " requests with other events"),
                    "\n");
  }
  return text;
}

std::string TrustSentence(const std::vector<SelftestResult>& results, bool rates) {
  bool any = false;
  for (const SelftestResult& result : results) any |= result.level.request_rate.has_value() == rates;
  if (!any) return "";
  const auto highest = TrustedTo(results, rates);
  return highest ? absl::StrCat("Trusted to ", highest->Name(), ".\n")
                 : absl::StrCat("Not to be trusted at any ", rates ? "rate" : "number of streams", " of the ladder.\n");
}

void WriteSpread(absl::string_view key, const ErrorSpread& spread, JsonWriter& json) {
  json.Key(key).BeginObject().Member("count", spread.count).Member("mean", spread.mean).Member("std", spread.std);
  json.Member("p50", spread.p50).Member("p99", spread.p99).EndObject();
}

void WriteLevel(const SelftestResult& result, JsonWriter& json) {
  json.BeginObject();
  json.Member("concurrency", result.level.concurrency).Member("request_rate", result.level.request_rate);
  json.Member("requests", result.requests).Member("mismatched", result.mismatched);
  WriteSpread("ttft_error_ms", result.ttft, json);
  WriteSpread("token_gap_error_ms", result.gap, json);
  WriteSpread("coalesced_gap_error_ms", result.coalesced_gap, json);
  WriteSpread("stamp_error_ms", result.stamp, json);
  json.Member("coalesced_fraction", result.coalesced_fraction).Member("cpu_fraction_max", result.cpu_fraction_max);
  json.Member("cpu_cores_mean", result.cpu_cores_mean);
  json.Key("stamps").BeginObject().Member("kernel", result.stamps_kernel).Member("user", result.stamps_user);
  json.EndObject();
  json.Member("verdict", VerdictName(result.verdict)).Key("verdict_reasons").BeginArray();
  for (const std::string& reason : result.reasons) json.Text(reason);
  json.EndArray().Member("trusted", result.Trusted()).EndObject();
}

}  // namespace

std::string SelftestText(const std::vector<SelftestResult>& results, size_t width) {
  return absl::StrCat(Tables(results, width), Verdicts(results),
                      "mean is the bias, spread the standard deviation; p50 and p99 are of the error's\n"
                      "size. Trusted: VALID, TTFT ",
                      kMostTtftMeanMs, " ms (mean), ", kMostTtftP99Ms, " ms (p99), gaps ", kMostGapP99Ms,
                      " ms at most.\n", TrustSentence(results, false), TrustSentence(results, true));
}

namespace {

void WriteHead(const SelftestFacts& facts, JsonWriter& json) {
  json.BeginObject().Member("schema_version", kSchemaVersion).Member("host", facts.host);
  json.Member("barrage_version", facts.version).Member("started_at", facts.started_at);
  json.Key("limits").BeginObject().Member("ttft_mean_ms", kMostTtftMeanMs).Member("ttft_p99_ms", kMostTtftP99Ms);
  json.Member("token_gap_p99_ms", kMostGapP99Ms).EndObject();
}

void WriteLevels(const std::vector<SelftestResult>& results, JsonWriter& json) {
  json.Key("levels").BeginArray();
  for (const SelftestResult& result : results) WriteLevel(result, json);
  json.EndArray();
}

using Trust = std::optional<SelftestLevel>;

void WriteTrust(const Trust& streams, const Trust& rate, JsonWriter& json) {
  json.Key("trusted_to").BeginObject();
  json.Member("concurrency", streams ? streams->concurrency : std::nullopt);
  json.Member("request_rate", rate ? rate->request_rate : std::nullopt).EndObject();
}

double SizeOf(const SelftestLevel& level) {
  return level.request_rate.value_or(static_cast<double>(level.concurrency.value_or(0)));
}

// What every agent is trusted to.
Trust TrustOfAll(const std::vector<FleetSelftest>& agents, bool rates) {
  Trust least;
  for (const FleetSelftest& agent : agents) {
    const Trust trust = TrustedTo(agent.results, rates);
    if (!trust) return std::nullopt;
    if (!least || SizeOf(*trust) < SizeOf(*least)) least = trust;
  }
  return least;
}

}  // namespace

std::string SelftestJson(const std::vector<SelftestResult>& results, const SelftestFacts& facts) {
  JsonWriter json;
  WriteHead(facts, json);
  WriteLevels(results, json);
  WriteTrust(TrustedTo(results, false), TrustedTo(results, true), json);
  return json.EndObject().Finish();
}

std::string FleetSelftestJson(const std::vector<FleetSelftest>& agents, const SelftestFacts& facts) {
  JsonWriter json;
  WriteHead(facts, json);
  json.Key("agents").BeginArray();
  for (const FleetSelftest& agent : agents) {
    json.BeginObject().Member("id", agent.id).Member("host", agent.host);
    WriteLevels(agent.results, json);
    WriteTrust(TrustedTo(agent.results, false), TrustedTo(agent.results, true), json);
    json.EndObject();
  }
  json.EndArray();
  WriteTrust(TrustOfAll(agents, false), TrustOfAll(agents, true), json);
  return json.EndObject().Finish();
}

std::string FleetSelftestText(const std::vector<FleetSelftest>& agents, size_t width) {
  std::string text;
  for (const FleetSelftest& agent : agents) {
    absl::StrAppend(&text, "Agent ", agent.id, " on ", agent.host, "\n", SelftestText(agent.results, width), "\n");
  }
  for (const bool rates : {false, true}) {
    const Trust trust = TrustOfAll(agents, rates);
    if (trust) absl::StrAppend(&text, "Every agent is trusted to ", trust->Name(), ".\n");
  }
  return text;
}

}  // namespace barrage
