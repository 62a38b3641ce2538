#include "coordinator/metrics/notes.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "coordinator/metrics/definitions.h"
#include "coordinator/metrics/drift.h"
#include "coordinator/metrics/outcome_counts.h"

namespace barrage {
namespace {

constexpr double kMostUneven = 0.2;

void AddWorkload(const Survey& survey, const Summary& summary, std::vector<std::string>& notes) {
  const int64_t unique = static_cast<int64_t>(survey.payloads.size());
  if (unique > 0 && survey.dispatched > unique) {
    std::string note =
        absl::StrFormat("prompts were reused: %d requests over %d unique prompts (%.1f each)", survey.dispatched,
                        unique, static_cast<double>(survey.dispatched) / static_cast<double>(unique));
    if (survey.prompt_tokens > 0) {
      absl::StrAppendFormat(
          &note, "; the server says that %.1f %% of prompt tokens were cached",
          100.0 * static_cast<double>(survey.cached_tokens) / static_cast<double>(survey.prompt_tokens));
    }
    notes.push_back(note + ": a prefix cache flatters TTFT");
  }
  if (const std::optional<Drift> drift = FindDrift(survey.ttft_by_start, 1'000'000)) {
    notes.push_back(
        absl::StrFormat("not stationary: the median TTFT was %.2f ms in the first half of the requests and "
                        "%.2f ms in the second",
                        drift->first_median, drift->second_median));
  }
  if (const double uneven = Unevenness(summary.peers); uneven > kMostUneven) {
    notes.push_back(absl::StrFormat("load was uneven over %d peers: they differ by %.0f %% of the mean",
                                    summary.peers.size(), 100 * uneven));
  }
}

void AddLoad(const Plan& plan, std::vector<std::string>& notes) {
  if (plan.target.url_strategy == UrlStrategy::kLeastLoaded && plan.target.urls.size() > 1) {
    notes.push_back(
        "least_loaded: each loop of an agent chose the URL with the least of its own requests in flight, so which "
        "request went where depends on the answers and on the number of agents");
  }
}

void AddRequests(const Survey& survey, const Summary& summary, std::vector<std::string>& notes) {
  const OutcomeCounts& outcomes = summary.ledger.outcomes;
  if (const int64_t failed = FailuresOf(outcomes); failed > 0) {
    notes.push_back(absl::StrCat(failed, " of ", survey.dispatched,
                                 " requests failed: in the tables that count failures each stands as the slowest "
                                 "answer, or as the longest failed wait if that is longer; it brought no answer, so "
                                 "this is a lower bound"));
  }
  if (const int64_t cut = CountIn(outcomes, Outcome::kCancelledAtEnd); cut > 0) {
    notes.push_back(absl::StrCat(cut,
                                 " requests were cut at the end (right-censored): in the tables that count failures "
                                 "they stand with the time they had run, a lower bound"));
  }
  if (survey.resends > 0) {
    notes.push_back(absl::StrCat(survey.resends,
                                 " requests were sent again after a kept connection was found dead; they "
                                 "are in no latency table"));
  }
  if (survey.clamped > 0) {
    notes.push_back(absl::StrCat(survey.clamped, " requests had a stamp that went back, which was clamped"));
  }
}

// Synthetic prompts that the tokenizer has no text of the asked length for.
int64_t InexactPrompts(const RunFacts& facts) {
  return std::count_if(facts.payloads.begin(), facts.payloads.end(), [](const wire::PayloadFacts& payload) {
    return payload.has_asked_tokens() && payload.has_tokenizer_tokens() &&
           payload.asked_tokens() != payload.tokenizer_tokens();
  });
}

void AddTokenizer(const RunFacts& facts, const Survey& survey, const Summary& summary,
                  std::vector<std::string>& notes) {
  if (!facts.tokenizer) return;
  const wire::TokenizerFacts& tokenizer = *facts.tokenizer;
  if (tokenizer.from().empty()) {
    notes.push_back(absl::StrCat("the tokenizer ", tokenizer.name(), " could not be had (", tokenizer.fault(),
                                 "): tokens are counted by ", summary.token_source));
    return;
  }
  notes.push_back(absl::StrCat("the tokenizer ", tokenizer.name(), " was read from ", tokenizer.from(), ", sha256 ",
                               tokenizer.sha256().substr(0, 12)));
  const int64_t uncounted = survey.evidence.ok - survey.evidence.with_tokenizer;
  if (uncounted > 0) {
    notes.push_back(absl::StrCat(uncounted, " of ", survey.evidence.ok,
                                 " ok requests have no count by the tokenizer: their answers hold a tool call or more "
                                 "than 1 MiB of text",
                                 summary.token_source == "tokenizer" ? ", and are in no column of tokens" : ""));
  }
  if (const int64_t inexact = InexactPrompts(facts); inexact > 0) {
    notes.push_back(absl::StrCat(inexact, " prompts do not have the length that was asked for: the tokenizer has no ",
                                 "such text; each line of the jsonl holds both lengths"));
  }
}

void AddTokens(const RunFacts& facts, const Survey& survey, const Summary& summary, std::vector<std::string>& notes) {
  if (facts.target && facts.target->usage_refused()) {
    notes.push_back("the server refused stream_options.include_usage: the run went without usage");
  }
  AddTokenizer(facts, survey, summary, notes);
  const Metric* mismatches = summary.Find("osl_mismatch_count");
  if (mismatches != nullptr && mismatches->value && mismatches->value->avg > 0) {
    notes.push_back(
        absl::StrFormat("%.0f of %d ok requests got another number of tokens than was asked for: latency and "
                        "tokens/s are of what came",
                        mismatches->value->avg, survey.evidence.ok));
  }
  if (summary.token_source == "events" && summary.Find("output_sequence_length")->value) {
    notes.push_back("tokens are counted as content events, which may bring more or less than one token each");
  }
}

void AddServer(const Summary& summary, std::vector<std::string>& notes) {
  for (const ServerPage& page : summary.server_view.pages) {
    if (page.faults == 0) continue;
    notes.push_back(absl::StrCat(page.url, " could not be read ", page.faults, " of ", page.scrapes,
                                 " times, at first: ", page.first_fault));
  }
}

std::string EventText(const RunFacts& facts, const CommonAxis& axis, const wire::RunEvent& event) {
  std::string name = wire::RunEvent::Kind_Name(event.kind());
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c == '_' ? ' ' : absl::ascii_tolower(c); });
  std::string text = absl::StrFormat("%.1f s: %s", static_cast<double>(event.at_ns() - axis.t0_ns()) / 1e9, name);
  if (event.has_agent() && event.agent() < facts.agents.size()) {
    absl::StrAppend(&text, " (", facts.agents[event.agent()].id(), ")");
  }
  if (!event.detail().empty()) absl::StrAppend(&text, ": ", event.detail());
  return text;
}

}  // namespace

std::vector<std::string> MakeNotes(const RunFacts& facts, const Survey& survey, const CommonAxis& axis,
                                   const Summary& summary) {
  std::vector<std::string> notes;
  if (const auto definitions = FindDefinitions(summary.definitions);
      definitions.ok() && !definitions->differs.empty()) {
    notes.push_back(absl::StrCat("numbers as ", definitions->name, " defines them: ", definitions->differs));
  }
  AddWorkload(survey, summary, notes);
  AddLoad(summary.plan, notes);
  AddRequests(survey, summary, notes);
  AddTokens(facts, survey, summary, notes);
  AddServer(summary, notes);
  if (summary.budget.histogram_error) {
    notes.push_back(absl::StrFormat("percentiles of the largest metrics are from a histogram, within %.2f %%",
                                    100 * *summary.budget.histogram_error));
  }
  for (const wire::RunEvent& event : facts.events) notes.push_back(EventText(facts, axis, event));
  return notes;
}

}  // namespace barrage
