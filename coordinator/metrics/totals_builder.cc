#include "coordinator/metrics/totals_builder.h"

#include <algorithm>
#include <map>

#include "coordinator/metrics/rational.h"

namespace barrage {
namespace {

// Above this difference, in millionths of a per cent, two counts of the same tokens disagree.
constexpr int64_t kDiscrepancy = 10 * kMillionths;

}  // namespace

TotalsBuilder::TotalsBuilder(const Definitions& definitions, const GoodputJudge& judge, const CommonAxis& axis,
                             const InFlight& in_flight, absl::Span<const Window> windows, WindowFinder& finder)
    : definitions_(definitions),
      judge_(judge),
      axis_(axis),
      in_flight_(in_flight),
      windows_(windows),
      finder_(finder),
      totals_(windows.size()) {}

void TotalsBuilder::Add(uint32_t agent, const RequestFacts& facts) {
  const bool whole = windows_.size() == 1 && windows_[0].whole;
  if (const int started = whole ? 0 : finder_.Find(agent, facts.start_ns); started >= 0) {
    AddStarted(facts, totals_[static_cast<size_t>(started)]);
  }
  if (const int ended = whole ? 0 : finder_.Find(agent, facts.end_ns); ended >= 0) {
    AddEnded(facts, totals_[static_cast<size_t>(ended)]);
  }
  if (!facts.ok()) return;
  AddTokens(agent, facts);
  if (definitions_.duration_over_ok) {
    const int64_t start = axis_.ToCommon(agent, facts.start_ns);
    const int64_t end = axis_.ToCommon(agent, facts.answer_end_ns.value_or(facts.end_ns));
    first_ok_ns_ = std::min(first_ok_ns_.value_or(start), start);
    last_ok_ns_ = std::max(last_ok_ns_.value_or(end), end);
  }
}

void TotalsBuilder::AddStarted(const RequestFacts& facts, RunTotals& totals) {
  ++totals.started[static_cast<size_t>(facts.record->outcome) - 1];
  if (!facts.ok()) return;
  if (facts.tokens.input) {
    ++totals.with_input;
    totals.input_tokens += *facts.tokens.input;
  }
  totals.reused_connections += facts.record->connection_reused;
  std::optional<int64_t> largest;
  for (const RequestFormula difference :
       {formula::UsagePromptDifference, formula::UsageCompletionDifference, formula::UsageReasoningDifference}) {
    if (const std::optional<int64_t> value = difference(facts)) largest = std::max(largest.value_or(0), *value);
  }
  totals.usage_compared += largest.has_value();
  totals.usage_discrepancies += largest.value_or(0) > kDiscrepancy;
  if (facts.record->asked_output_tokens && facts.tokens.output) {
    ++totals.length_asked;
    totals.length_mismatches += *facts.record->asked_output_tokens != *facts.tokens.output;
  }
}

void TotalsBuilder::AddEnded(const RequestFacts& facts, RunTotals& totals) {
  ++totals.ended;
  if (!facts.ok()) return;
  ++totals.ended_ok;
  totals.good += judge_.IsGood(facts);
  if (facts.inputs) {
    ++totals.with_inputs;
    totals.inputs += *facts.inputs;
  }
}

void TotalsBuilder::AddTokens(uint32_t agent, const RequestFacts& facts) {
  if (!facts.tokens.output) return;
  const Int128 tokens = Int128{*facts.tokens.output} * kMillionths;
  std::map<int, int64_t> events_by_window;
  if (windows_.size() == 1 && windows_[0].whole) {
    events_by_window[0] = 1;
  } else if (facts.content.empty()) {
    ++events_by_window[finder_.Find(agent, facts.end_ns)];
  }
  const int64_t events = events_by_window.empty() ? static_cast<int64_t>(facts.content.size()) : 1;
  if (events_by_window.empty()) {
    for (const StreamEvent& event : facts.content) ++events_by_window[finder_.Find(agent, event.at_ns)];
  }
  for (const auto& [window, inside] : events_by_window) {
    if (window < 0) continue;
    RunTotals& totals = totals_[static_cast<size_t>(window)];
    ++totals.with_output;
    totals.output_tokens += DivideHalfEven(tokens * inside, events);
  }
}

std::vector<RunTotals> TotalsBuilder::Finish(const Plan& plan) {
  for (size_t i = 0; i < windows_.size(); ++i) {
    const Window& window = windows_[i];
    RunTotals& totals = totals_[i];
    totals.duration_ns = window.to_ns - window.from_ns;
    if (window.whole && definitions_.duration_over_ok && first_ok_ns_) {
      totals.duration_ns = *last_ok_ns_ - *first_ok_ns_;
    }
    const InFlight::Level level = in_flight_.Over(window.from_ns, window.to_ns);
    totals.concurrency_mean = level.mean;
    totals.concurrency_max = level.max;
    totals.concurrency_asked = plan.load.concurrency;
    totals.gpus = plan.output.gpus;
    totals.goodput_asked = judge_.asked();
    totals.throughput_over_all = definitions_.request_throughput_over_all;
  }
  return std::move(totals_);
}

}  // namespace barrage
