#include "coordinator/selftest/selftest_report.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "coordinator/report/json_writer.h"
#include "coordinator/report/text_table.h"
#include "coordinator/report/verdict_text.h"

namespace barrage {
namespace {

constexpr int kSchemaVersion = 1;

std::string Ms(double value) { return absl::StrFormat("%.3f", value); }

std::vector<std::string> RowOf(const SelftestResult& result) {
  const std::string verdict =
      absl::StrCat(VerdictName(result.verdict), result.reasons.empty() ? "" : " ", absl::StrJoin(result.reasons, " "));
  return {result.level.Name(),
          verdict,
          Ms(result.ttft.mean),
          Ms(result.ttft.p50),
          Ms(result.ttft.p99),
          Ms(result.gap.mean),
          Ms(result.gap.p50),
          Ms(result.gap.p99),
          Ms(result.coalesced_gap.p99),
          absl::StrFormat("%.1f", 100 * result.coalesced_fraction),
          absl::StrFormat("%.1f", 100 * result.cpu_fraction_max)};
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
  json.Key("stamps").BeginObject().Member("kernel", result.stamps_kernel).Member("user", result.stamps_user);
  json.EndObject();
  json.Member("verdict", VerdictName(result.verdict)).Key("verdict_reasons").BeginArray();
  for (const std::string& reason : result.reasons) json.Text(reason);
  json.EndArray().Member("trusted", result.Trusted()).EndObject();
}

}  // namespace

std::string SelftestText(const std::vector<SelftestResult>& results, size_t width) {
  TextTable table{.title = "Measured - true (ms)",
                  .columns = {"load", "verdict", "TTFT mean", "p50", "p99", "gap mean", "p50", "p99", "coalesced p99",
                              "coalesced %", "loop busy %"},
                  .rows = {}};
  for (const SelftestResult& result : results) table.rows.push_back(RowOf(result));
  return absl::StrCat(RenderTable(table, width), "Trusted: VALID, TTFT within ", kMostTtftMeanMs, " ms (mean) and ",
                      kMostTtftP99Ms, " ms (p99), gaps within ", kMostGapP99Ms, " ms (p99) where not coalesced.\n",
                      TrustSentence(results, false), TrustSentence(results, true));
}

std::string SelftestJson(const std::vector<SelftestResult>& results, const SelftestFacts& facts) {
  JsonWriter json;
  json.BeginObject().Member("schema_version", kSchemaVersion).Member("host", facts.host);
  json.Member("barrage_version", facts.version).Member("started_at", facts.started_at);
  json.Key("limits").BeginObject().Member("ttft_mean_ms", kMostTtftMeanMs).Member("ttft_p99_ms", kMostTtftP99Ms);
  json.Member("token_gap_p99_ms", kMostGapP99Ms).EndObject();
  json.Key("levels").BeginArray();
  for (const SelftestResult& result : results) WriteLevel(result, json);
  json.EndArray();
  const auto streams = TrustedTo(results, false), rate = TrustedTo(results, true);
  json.Key("trusted_to").BeginObject();
  json.Member("concurrency", streams ? streams->concurrency : std::nullopt);
  json.Member("request_rate", rate ? rate->request_rate : std::nullopt).EndObject();
  return json.EndObject().Finish();
}

}  // namespace barrage
