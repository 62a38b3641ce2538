#include "coordinator/report/junit.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/terminal_text.h"
#include "coordinator/report/verdict_text.h"
#include "coordinator/report/wall_time.h"

namespace barrage {
namespace {

constexpr size_t kLongest = 2000;

// Of an attribute. XML 1.0 holds no control characters, not even escaped, nor U+FFFE and U+FFFF.
std::string Xml(absl::string_view text) {
  return absl::StrReplaceAll(
      OneLine(text, kLongest),
      {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"\xEF\xBF\xBE", "?"}, {"\xEF\xBF\xBF", "?"}});
}

std::string Case(absl::string_view name, bool passed, absl::string_view message) {
  const std::string head =
      absl::StrCat("    <testcase classname=\"barrage\" name=\"", Xml(name), "\"", passed ? "/>\n" : ">\n");
  if (passed) return head;
  return absl::StrCat(head, "      <failure message=\"", Xml(message), "\"/>\n    </testcase>\n");
}

std::string ReasonsText(const Summary& summary) {
  std::string text(VerdictName(summary.verdict));
  for (const VerdictReason& reason : summary.reasons) {
    absl::StrAppend(&text, "; ", reason.code, ": ", reason.message);
  }
  return text;
}

double DurationOf(const Summary& summary) {
  for (const Metric& metric : summary.metrics) {
    if (metric.tag == "benchmark_duration" && metric.value) return metric.value->avg;
  }
  return 0;
}

}  // namespace

std::string JunitXml(const Summary& summary) {
  const bool valid =
      summary.verdict == Verdict::kValid || (summary.verdict == Verdict::kDegraded && !summary.plan.output.strict);
  std::string cases = Case("measurement is valid", valid, ReasonsText(summary));
  int failures = valid ? 0 : 1;
  for (const SloResult& slo : summary.slos) {
    const std::string observed = slo.observed ? TwoDecimals(*slo.observed) : "nothing";
    cases += Case(slo.rule, slo.passed, absl::StrCat(slo.rule, ": saw ", observed));
    if (!slo.passed) ++failures;
  }
  const std::string name = summary.run_name.empty() ? summary.model : summary.run_name;
  const std::string counts = absl::StrFormat("tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\" time=\"%.3f\"",
                                             summary.slos.size() + 1, failures, DurationOf(summary));
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites ", counts, ">\n  <testsuite name=\"",
                      Xml(name), "\" ", counts, " timestamp=\"", WallTime(summary.started_wall_ns), "\">\n", cases,
                      "  </testsuite>\n</testsuites>\n");
}

}  // namespace barrage
