#include "common/http/prometheus_text.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace barrage {
namespace {

std::string LabelsOf(const MetricSample& sample) {
  std::string text;
  for (const auto& [name, value] : sample.labels) {
    const std::string escaped = absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}});
    absl::StrAppend(&text, text.empty() ? "{" : ",", name, "=\"", escaped, "\"");
  }
  return text.empty() ? text : text + "}";
}

}  // namespace

std::string PrometheusText(absl::Span<const MetricSample> samples) {
  std::string text;
  absl::string_view last;
  for (const MetricSample& sample : samples) {
    if (sample.name != last) {
      const char* const type = absl::EndsWith(sample.name, "_total") ? "counter" : "gauge";
      absl::StrAppend(&text, "# HELP ", sample.name, " ", sample.help, "\n# TYPE ", sample.name, " ", type, "\n");
      last = sample.name;
    }
    absl::StrAppend(&text, sample.name, LabelsOf(sample), absl::StrFormat(" %.17g\n", sample.value));
  }
  return text;
}

}  // namespace barrage
