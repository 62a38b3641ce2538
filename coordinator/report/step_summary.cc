#include "coordinator/report/step_summary.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/terminal_text.h"
#include "coordinator/report/verdict_text.h"

namespace barrage {
namespace {

constexpr size_t kLongest = 300;

// On one line, with what Markdown would take for its own put out of the way.
std::string Plain(absl::string_view text) {
  return absl::StrReplaceAll(OneLine(text, kLongest),
                             {{"&", "&amp;"}, {"<", "&lt;"}, {"|", "\\|"}, {"*", "\\*"}, {"_", "\\_"}, {"`", "\\`"}});
}

std::string Row(const std::vector<std::string>& cells) {
  return absl::StrCat("| ", absl::StrJoin(cells, " | "), " |\n");
}

// p50, p90 and p99.
constexpr size_t kShown[] = {4, 6, 8};

std::string Table(const Summary& summary) {
  std::string text = Row({"Metric", "avg", "p50", "p90", "p99"}) + "|---|--:|--:|--:|--:|\n";
  bool any = false;
  for (const Metric& metric : summary.metrics) {
    if (!metric.console || !metric.value) continue;
    any = true;
    std::vector<std::string> cells = {Plain(absl::StrCat(metric.title, " (", metric.unit, ")")),
                                      TwoDecimals(metric.value->avg)};
    for (const size_t i : kShown) cells.push_back(metric.is_rate ? "" : TwoDecimals(metric.value->percentiles[i]));
    text += Row(cells);
  }
  return any ? text : "No metric could be computed: no request succeeded.\n";
}

}  // namespace

std::string StepSummary(const Summary& summary) {
  const std::string name = summary.run_name.empty() ? summary.model : summary.run_name;
  std::string text = absl::StrCat("## Barrage: ", Plain(name), " — ", VerdictName(summary.verdict), "\n\n");
  for (const VerdictReason& reason : summary.reasons) {
    absl::StrAppend(&text, "- ", Plain(absl::StrCat(reason.code, ": ", reason.message)), "\n");
  }
  for (const SloResult& slo : summary.slos) {
    absl::StrAppend(&text, "- ", slo.passed ? "✅ " : "❌ ", Plain(slo.rule), ": saw ",
                    slo.observed ? TwoDecimals(*slo.observed) : "nothing", "\n");
  }
  return absl::StrCat(text, "\n", Table(summary), "\n");
}

}  // namespace barrage
