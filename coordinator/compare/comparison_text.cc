#include "coordinator/compare/comparison_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "coordinator/report/genai_perf_rows.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/text_table.h"

namespace barrage {
namespace {

constexpr size_t kMostPlanLines = 12;

bool IsShown(const std::string& tag) {
  return tag == "error_rate" || std::any_of(kGenaiPerfRows.begin(), kGenaiPerfRows.end(),
                                            [&tag](const GenaiPerfRow& row) { return row.tag == tag; });
}

absl::string_view Word(Apart apart) {
  switch (apart) {
    case Apart::kYes:
      return "apart";
    case Apart::kNo:
      return "overlap";
    case Apart::kUnknown:
      return "";
  }
  return "";
}

std::string Percentage(const std::optional<double>& fraction) {
  return fraction ? absl::StrFormat("%+.1f %%", 100 * *fraction) : "";
}

std::vector<std::string> Row(const Change& change, bool is_first) {
  const std::string name = is_first ? absl::StrCat(change.title, " (", change.unit, ")") : "";
  return {absl::StrCat(name, is_first ? " " : "", change.statistic), TwoDecimals(change.before),
          TwoDecimals(change.after), Percentage(change.fraction), std::string(Word(change.apart))};
}

std::string Table(const Comparison& comparison, size_t width) {
  TextTable table{.title = "From A to B", .columns = {"Metric", "A", "B", "change", "95 % intervals"}, .rows = {}};
  std::string last;
  for (const Change& change : comparison.changes) {
    if (!IsShown(change.tag)) continue;
    table.rows.push_back(Row(change, change.tag != last));
    last = change.tag;
  }
  return RenderTable(table, width);
}

std::string Verdicts(const Comparison& comparison) {
  if (comparison.results.empty()) return "";
  std::string text = comparison.passed() ? "PASS\n" : "FAIL\n";
  for (const ChangeResult& result : comparison.results) {
    const absl::string_view unit = absl::EndsWith(result.rule, "%") ? " %" : "";
    const std::string saw = result.observed ? absl::StrFormat("%+.2f%s", *result.observed, unit) : "no value";
    absl::StrAppend(&text, result.broken ? "  FAIL  " : "  pass  ", result.rule, "  saw ", saw);
    if (result.broken && result.apart == Apart::kNo)
      absl::StrAppend(&text, ", within the 95 % intervals: may be chance");
    text += "\n";
  }
  return absl::StrCat(text, "\n");
}

std::string PlanLines(const char* mark, const std::vector<std::string>& lines) {
  std::string text;
  for (size_t i = 0; i < std::min(lines.size(), kMostPlanLines); ++i)
    absl::StrAppend(&text, "  ", mark, " ", lines[i], "\n");
  if (lines.size() > kMostPlanLines) {
    absl::StrAppend(&text, "  ", mark, " and ", lines.size() - kMostPlanLines, " more\n");
  }
  return text;
}

}  // namespace

std::string RenderComparison(const Comparison& comparison, const std::string& before, const std::string& after,
                             size_t width) {
  std::string text =
      absl::StrCat(Verdicts(comparison), "A  ", before, "\nB  ", after, "\n\n", Table(comparison, width));
  if (!comparison.notes.empty()) text += "\n";
  for (const std::string& note : comparison.notes) absl::StrAppend(&text, "note: ", note, "\n");
  if (comparison.only_before.empty() && comparison.only_after.empty()) return text;
  return absl::StrCat(text, "\nThe plans differ:\n", PlanLines("A", comparison.only_before),
                      PlanLines("B", comparison.only_after));
}

}  // namespace barrage
