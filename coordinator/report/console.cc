#include "coordinator/report/console.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "coordinator/report/console_health.h"
#include "coordinator/report/console_metrics.h"
#include "coordinator/report/labelled_line.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/server_report.h"
#include "coordinator/report/verdict_text.h"
#include "coordinator/report/wall_time.h"

namespace barrage {
namespace {

constexpr size_t kLabelColumns = 9;

std::string Coloured(Verdict verdict, bool color) {
  const absl::string_view name = VerdictName(verdict);
  if (!color) return std::string(name);
  const char* code = verdict == Verdict::kValid ? "32" : verdict == Verdict::kDegraded ? "33" : "31";
  return absl::StrCat("\x1b[1;", code, "m", name, "\x1b[0m");
}

std::string VerdictBlock(const Summary& summary, const ConsoleOptions& options) {
  std::string text = absl::StrCat("Verdict  ", Coloured(summary.verdict, options.color), "\n");
  for (const VerdictReason& reason : summary.reasons) {
    std::string line = absl::StrCat(reason.code, ": ", reason.message);
    if (!reason.observed.empty()) absl::StrAppend(&line, " (seen ", reason.observed, ", limit ", reason.limit, ")");
    if (!reason.distrust.empty()) absl::StrAppend(&line, "; distrust ", absl::StrJoin(reason.distrust, ", "));
    text += Wrapped({"", std::move(line)}, kLabelColumns, options.width);
  }
  if (summary.slo_passed) absl::StrAppend(&text, "SLO      ", *summary.slo_passed ? "PASS" : "FAIL", "\n");
  for (const SloResult& slo : summary.slos) {
    const std::string observed = slo.observed ? TwoDecimals(*slo.observed) : "nothing";
    text += Wrapped({"", absl::StrCat(slo.passed ? "pass  " : "FAIL  ", slo.rule, "  saw ", observed)}, kLabelColumns,
                    options.width);
  }
  return text;
}

std::string Subject(const Summary& summary) {
  std::string text = absl::StrCat(summary.run_name.empty() ? "" : absl::StrCat(summary.run_name, ": "), summary.model,
                                  " (", summary.plan.target.endpoint_type, ") at ", absl::StrJoin(summary.urls, ", "),
                                  ", ", WallTime(summary.started_wall_ns));
  for (const auto& [name, value] : summary.plan.output.labels) absl::StrAppend(&text, ", ", name, "=", value);
  return text;
}

}  // namespace

std::string RenderConsole(const Summary& summary, const ConsoleOptions& options) {
  std::string text = VerdictBlock(summary, options);
  text += Wrapped({"Run", Subject(summary)}, kLabelColumns, options.width);
  absl::StrAppend(&text, "\n", RenderMetricTable(summary, options.width));
  if (const std::string failures = RenderFailureTable(summary, options.width); !failures.empty()) {
    absl::StrAppend(&text, "\n", failures);
  }
  text += "\n";
  for (const LabelledLine& line : HealthLines(summary)) text += Wrapped(line, kLabelColumns, options.width);
  for (const LabelledLine& line : ServerLines(summary)) text += Wrapped(line, kLabelColumns, options.width);
  for (const LabelledLine& line : ErrorLines(summary)) text += Wrapped(line, kLabelColumns, options.width);
  if (!options.directory.empty()) {
    text += Wrapped({"Files", absl::StrCat(options.directory, "/: ", absl::StrJoin(options.files, ", "))},
                    kLabelColumns, options.width);
  }
  return text;
}

}  // namespace barrage
