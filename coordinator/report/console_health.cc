#include "coordinator/report/console_health.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/terminal_text.h"

namespace barrage {
namespace {

constexpr size_t kBodyColumns = 160;  // of a first body

std::string Triple(const LatencyTriple& triple) {
  return absl::StrCat(ShortDuration(triple.p50), " / ", ShortDuration(triple.p99), " / ", ShortDuration(triple.max));
}

std::string Bound(const Summary& summary, const char* tag, const char* name) {
  const Metric* metric = summary.Find(tag);
  if (metric == nullptr || !metric->value || !metric->value->error_bound) return "";
  return absl::StrFormat("%s ±%.3f %s", name, *metric->value->error_bound, metric->unit);
}

std::string ErrorBudgetText(const Summary& summary) {
  const ErrorBudget& budget = summary.budget;
  std::string text;
  for (const auto& [tag, name] : {std::pair("time_to_first_token", "TTFT"), std::pair("inter_token_latency", "ITL"),
                                  std::pair("request_latency", "latency")}) {
    const std::string bound = Bound(summary, tag, name);
    if (!bound.empty()) absl::StrAppend(&text, text.empty() ? "" : ", ", bound);
  }
  absl::StrAppend(&text, text.empty() ? "" : "; ", "stamp error p50/p99/max ", Triple(budget.stamp_error));
  absl::StrAppend(&text, "; ", WithCommas(budget.stamps_kernel), " kernel and ", WithCommas(budget.stamps_user),
                  " user stamps, ", Percent(budget.coalesced_fraction), " coalesced");
  if (budget.histogram_error) absl::StrAppend(&text, "; histogram ±", Percent(*budget.histogram_error));
  return text;
}

std::string TimingText(const ErrorBudget& budget) {
  std::string text = absl::StrCat("loop lateness ", Triple(budget.loop_lateness));
  if (budget.schedule_lag) absl::StrAppend(&text, "; schedule lag ", Triple(*budget.schedule_lag));
  absl::StrAppend(&text, "; dispatch to sent ", Triple(budget.lag_connection));
  absl::StrAppend(&text, "; start skew ", ShortDuration(budget.start_skew_ns), "; clocks ±",
                  ShortDuration(budget.clock_bound_ns));
  return text;
}

std::string ClientText(const Summary& summary) {
  const ErrorBudget& budget = summary.budget;
  std::string text = absl::StrCat(summary.agents.size(), summary.agents.size() == 1 ? " agent" : " agents",
                                  ", busiest loop ", Percent(budget.cpu_fraction_max));
  if (budget.throttled_ns) absl::StrAppend(&text, ", throttled ", ShortDuration(*budget.throttled_ns));
  absl::StrAppend(&text, ", files ", Percent(budget.open_files_fraction), " and ports ", Percent(budget.ports_fraction),
                  " of their limits");
  if (budget.slots_idle_fraction) absl::StrAppend(&text, ", slots idle ", Percent(*budget.slots_idle_fraction));
  if (budget.resends > 0) absl::StrAppend(&text, ", ", WithCommas(budget.resends), " sent again on a fresh connection");
  if (!budget.gaps.empty()) {
    absl::StrAppend(&text, ", ", budget.gaps.size(), budget.gaps.size() == 1 ? " stall" : " stalls",
                    " over 100 ms with ", WithCommas(budget.samples_in_gaps), " samples in them");
    if (budget.ttft_p99_without_gaps_ms) {
      absl::StrAppendFormat(&text, "; p99 without them: TTFT %.2f ms", *budget.ttft_p99_without_gaps_ms);
      if (budget.token_gap_p99_without_gaps_ms) {
        absl::StrAppendFormat(&text, ", token gap %.2f ms", *budget.token_gap_p99_without_gaps_ms);
      }
    }
  }
  return text;
}

std::string LedgerText(const Ledger& ledger) {
  std::string text = absl::StrCat("scheduled ", WithCommas(ledger.scheduled), " = ");
  bool first = true;
  for (const OutcomeRow& row : kOutcomes) {
    const int64_t count = ledger.outcomes[static_cast<size_t>(row.outcome) - 1];
    if (count == 0) continue;
    absl::StrAppend(&text, first ? "" : " + ", row.name, " ", WithCommas(count));
    first = false;
  }
  return first ? absl::StrCat(text, "0") : text;
}

}  // namespace

std::vector<LabelledLine> HealthLines(const Summary& summary) {
  std::vector<LabelledLine> lines;
  lines.push_back({"Ledger", absl::StrCat(LedgerText(summary.ledger), "; error rate ", Percent(summary.error_rate),
                                          "; tokens counted by ", summary.token_source)});
  if (summary.warmup_ledger) lines.push_back({"Warm-up", LedgerText(*summary.warmup_ledger)});
  lines.push_back({"Error", ErrorBudgetText(summary)});
  lines.push_back({"Timing", absl::StrCat(TimingText(summary.budget), " (p50 / p99 / max)")});
  lines.push_back({"Client", ClientText(summary)});
  for (const AgentSummary& agent : summary.agents) {
    if (agent.lost) lines.push_back({"Lost", absl::StrCat("agent ", agent.id, " on ", agent.host)});
  }
  if (summary.peers.size() > 1) {
    for (const PeerSummary& peer : summary.peers) {
      const std::string of_url = summary.urls.size() > 1 ? absl::StrCat(" (", peer.url, ")") : "";
      lines.push_back({"Peer", absl::StrFormat("%s%s  %s requests, %s ok, TTFT p50 %.2f ms", peer.peer, of_url,
                                               WithCommas(peer.requests), WithCommas(peer.ok), peer.ttft_p50_ms)});
    }
  }
  if (!summary.selftest_text.empty()) lines.push_back({"Selftest", summary.selftest_text});
  for (const std::string& note : summary.notes) lines.push_back({"Note", note});
  return lines;
}

std::vector<LabelledLine> ErrorLines(const Summary& summary) {
  std::vector<LabelledLine> lines;
  for (const ErrorClass& error : summary.errors) {
    std::string text = absl::StrCat(WithCommas(error.count), " × ", OutcomeName(error.outcome));
    if (error.status) absl::StrAppend(&text, " ", *error.status);
    if (!error.message.empty()) absl::StrAppend(&text, ": ", OneLine(error.message, kBodyColumns));
    if (error.first_body && *error.first_body != error.message) {
      absl::StrAppend(&text, "; first body: ", OneLine(*error.first_body, kBodyColumns));
    }
    if (error.with_retry_after > 0) {
      absl::StrAppend(&text, "; ", WithCommas(error.with_retry_after), " said Retry-After, up to ",
                      error.retry_after_max_s.value_or(0), " s");
    }
    lines.push_back({"Failed", std::move(text)});
  }
  return lines;
}

}  // namespace barrage
