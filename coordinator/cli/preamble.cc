#include "coordinator/cli/preamble.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "coordinator/cli/plan_text.h"
#include "coordinator/plan/target_url.h"
#include "coordinator/report/number_format.h"

namespace barrage {
namespace {

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

std::string Preamble(const PreambleFacts& facts) {
  return absl::StrCat("Target    ", TargetText(facts.target), "\n",  //
                      "Access    ", AccessText(facts), "\n",         //
                      facts.metrics_pages.empty()
                          ? ""
                          : absl::StrCat("Metrics   ", absl::StrJoin(facts.metrics_pages, ", "), ", once a second\n"),
                      "Plan      ", PlanSentence(facts.plan), "\n",                                               //
                      "Agents    ", facts.agents, "\n",                                                           //
                      "Requests  ", facts.requests ? WithCommas(*facts.requests) : "as many as the time allows",  //
                      "\n",                                                                                       //
                      "Tokens    ", facts.tokens, "\n",                                                           //
                      "Output    ", facts.directory.path,
                      facts.directory.renamed ? " (the first name holds another run)" : "", "\n");
}

}  // namespace barrage
