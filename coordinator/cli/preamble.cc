#include "coordinator/cli/preamble.h"

#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "coordinator/cli/plan_text.h"
#include "coordinator/plan/target_url.h"
#include "coordinator/report/labelled_line.h"
#include "coordinator/report/number_format.h"

namespace barrage {
namespace {

constexpr size_t kLabelColumns = 10;

std::string TargetText(const wire::TargetFacts& target) {
  std::string text = absl::StrCat(absl::StrJoin(target.urls(), ", "), ", model ", target.model());
  absl::StrAppend(&text, ", ", target.engine().empty() ? "engine unknown" : target.engine());
  if (!target.server().empty() && !absl::StrContains(target.engine(), target.server())) {
    absl::StrAppend(&text, ", Server: ", target.server());
  }
  return text;
}

std::string AccessText(const PreambleFacts& facts) {
  std::string text = facts.proxy.proxy.empty()
                         ? "direct"
                         : absl::StrCat("through the proxy ", WithoutUser(facts.proxy.proxy), " of ", facts.proxy.from);
  const bool tls = !facts.target.urls().empty() && absl::StartsWith(facts.target.urls(0), "https");
  absl::StrAppend(&text, !tls ? ", no TLS" : facts.plan.target.insecure ? ", TLS not verified" : ", TLS");
  return absl::StrCat(text, ", ", facts.key_source.empty() ? "no key" : absl::StrCat("key from ", facts.key_source));
}

}  // namespace

std::string Preamble(const PreambleFacts& facts, std::optional<size_t> width) {
  std::vector<LabelledLine> lines = {{"Target", TargetText(facts.target)}, {"Access", AccessText(facts)}};
  if (!facts.metrics_pages.empty()) {
    lines.push_back({"Metrics", absl::StrCat(absl::StrJoin(facts.metrics_pages, ", "), ", once a second")});
  }
  lines.push_back({"Plan", PlanSentence(facts.plan)});
  lines.push_back({"Agents", facts.agents});
  lines.push_back({"Requests", facts.requests ? WithCommas(*facts.requests) : "as many as the time allows"});
  lines.push_back({"Tokens", facts.tokens});
  lines.push_back({"Output", absl::StrCat(facts.directory.path,
                                          facts.directory.renamed ? " (the first name holds another run)" : "")});
  std::string text;
  for (const LabelledLine& line : lines) {
    text += Wrapped(line, kLabelColumns, width.value_or(std::numeric_limits<size_t>::max()));
  }
  return text;
}

}  // namespace barrage
