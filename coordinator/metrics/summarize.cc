#include "coordinator/metrics/summarize.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "common/base/status_macros.h"
#include "coordinator/metrics/agent_summaries.h"
#include "coordinator/metrics/degraded_reasons.h"
#include "coordinator/metrics/error_budget.h"
#include "coordinator/metrics/exit_code.h"
#include "coordinator/metrics/invalid_reasons.h"
#include "coordinator/metrics/notes.h"
#include "coordinator/metrics/outcome_counts.h"
#include "coordinator/metrics/selftest_text.h"
#include "coordinator/metrics/server_metrics.h"
#include "coordinator/metrics/slo.h"
#include "coordinator/metrics/stall_effect.h"
#include "coordinator/metrics/survey.h"
#include "coordinator/metrics/window_tables.h"
#include "coordinator/plan/plan_yaml.h"

namespace barrage {
namespace {

void FillHeader(const RunFacts& facts, const Plan& plan, Summary& summary) {
  summary.run_id = facts.header.run_id();
  summary.run_name = plan.output.run_name.value_or("");
  summary.barrage_version = facts.header.barrage_version();
  summary.started_wall_ns = facts.header.started_wall_ns();
  summary.plan = plan;
  summary.plan_yaml = facts.header.plan_yaml();
  summary.urls = plan.target.urls;
  if (facts.target) {
    if (facts.target->urls_size() > 0) summary.urls.assign(facts.target->urls().begin(), facts.target->urls().end());
    summary.model = facts.target->model();
    summary.engine = facts.target->engine();
    summary.server = facts.target->server();
  }
  if (summary.model.empty() && !plan.target.models.empty()) summary.model = plan.target.models[0];
  if (facts.selftest) {
    summary.selftest_json = facts.selftest->json();
    summary.selftest_text = SelftestTextFor(plan.load, facts.selftest->json());
  }
  if (facts.tokenizer) {
    summary.tokenizer = {facts.tokenizer->name(), facts.tokenizer->from(), facts.tokenizer->sha256(),
                         facts.tokenizer->fault()};
  }
}

void FillLedger(const Survey& survey, Summary& summary) {
  summary.ledger = survey.ledgers.total;
  summary.warmup_ledger = survey.ledgers.warmup;
  const int64_t dispatched = DispatchedOf(summary.ledger.outcomes);
  if (dispatched > 0) summary.error_rate = Ratio(FailuresOf(summary.ledger.outcomes), dispatched);
}

absl::Status FillBudget(const RunLog& log, const Survey& survey, const CommonAxis& axis, Summary& summary) {
  const std::vector<HealthDigest> digests = DigestAgents(log.facts(), survey, axis);
  summary.agents = SummarizeAgents(log.facts(), survey, axis, digests);
  summary.budget = MakeErrorBudget(log.facts(), summary.plan, survey, axis, digests);
  if (!summary.budget.gaps.empty()) {
    ASSIGN_OR_RETURN(const StallEffect effect, MeasureStalls(log, digests, survey.event_tokens));
    summary.budget.samples_in_gaps = effect.samples;
    summary.budget.ttft_p99_without_gaps_ms = effect.ttft_p99_ms;
    summary.budget.token_gap_p99_without_gaps_ms = effect.gap_p99_ms;
  }
  return absl::OkStatus();
}

void FillTables(WindowTables tables, Summary& summary) {
  for (WindowSummary& window : tables.windows) {
    for (const Metric& metric : window.metrics) {
      if (metric.value && metric.value->histogram) summary.budget.histogram_error = kHistogramError;
    }
    AddErrorBounds(summary.budget, summary.plan.target.streaming, window.metrics);
  }
  summary.metrics = tables.windows[tables.chosen].metrics;
  summary.windows = std::move(tables.windows);
}

void FillServerView(const RunFacts& facts, const Survey& survey, const CommonAxis& axis, Summary& summary) {
  if (facts.scrapes.empty()) return;
  const int64_t end_ns = survey.in_flight.empty() ? facts.last_entry_ns : survey.in_flight.last_end_ns();
  summary.server_view = SummarizeScrapes(facts, {.t0_ns = axis.t0_ns(), .end_ns = std::max(axis.t0_ns(), end_ns)});
  const Metric* const lengths = summary.Find("output_sequence_length");
  if (lengths == nullptr || !lengths->value) return;
  const Distribution& value = *lengths->value;
  summary.server_view.our_output_tokens = std::llround(value.avg * static_cast<double>(value.count));
}

void Judge(const RunFacts& facts, const Survey& survey, const SummarizeOptions& options, Summary& summary) {
  std::vector<AssertRule> asserts = summary.plan.output.asserts;
  asserts.insert(asserts.end(), options.asserts.begin(), options.asserts.end());
  summary.slos = CheckAsserts(asserts, summary.metrics);
  if (!asserts.empty()) {
    summary.slo_passed =
        std::all_of(summary.slos.begin(), summary.slos.end(), [](const SloResult& slo) { return slo.passed; });
  }
  const VerdictInput input{facts,           summary.plan,   survey,
                           summary.budget,  summary.agents, summary.windows[0].metrics,
                           summary.metrics, asserts};
  summary.reasons = InvalidReasons(input);
  const bool invalid = !summary.reasons.empty();
  std::vector<VerdictReason> degraded = DegradedReasons(input);
  summary.verdict = invalid ? Verdict::kInvalid : degraded.empty() ? Verdict::kValid : Verdict::kDegraded;
  std::move(degraded.begin(), degraded.end(), std::back_inserter(summary.reasons));
  summary.exit_code = ExitCodeOf(facts.end, summary.verdict, summary.plan.output.strict, summary.slo_passed);
}

}  // namespace

absl::StatusOr<Summary> SummarizeWithPlan(const RunLog& log, const Plan& plan, const SummarizeOptions& options) {
  const RunFacts& facts = log.facts();
  ASSIGN_OR_RETURN(const Definitions definitions,
                   FindDefinitions(options.definitions.value_or(plan.output.definitions)));
  Summary summary;
  FillHeader(facts, plan, summary);
  summary.definitions = std::string(definitions.name);
  const CommonAxis axis(facts);
  const PayloadTable payloads(facts);
  ASSIGN_OR_RETURN(Survey survey, TakeSurvey(log, plan, axis));
  FillLedger(survey, summary);
  const TokenSource source = DecideTokenSource(plan.dataset, survey.evidence);
  summary.token_source = std::string(TokenSourceName(source));
  summary.errors = survey.errors.Finish();
  summary.peers = survey.peers.Finish(summary.urls);
  RETURN_IF_ERROR(FillBudget(log, survey, axis, summary));
  for (ValueSet* lag :
       {&survey.lag, &survey.lag_coordinator, &survey.lag_loop, &survey.lag_connection, &survey.send_lag}) {
    *lag = ValueSet();  // 40 bytes a request
  }

  const TableInputs inputs{.log = log,
                           .plan = plan,
                           .axis = axis,
                           .payloads = payloads,
                           .in_flight = survey.in_flight,
                           .definitions = definitions,
                           .source = source,
                           .event_tokens = survey.event_tokens,
                           .dispatched = survey.dispatched,
                           .outcomes = summary.ledger.outcomes};
  ASSIGN_OR_RETURN(WindowTables tables,
                   MakeWindowTables(inputs, options.window,
                                    options.slice_duration ? options.slice_duration : plan.output.slice_duration));
  FillTables(std::move(tables), summary);
  Judge(facts, survey, options, summary);
  FillServerView(facts, survey, axis, summary);
  summary.notes = MakeNotes(facts, survey, axis, summary);
  return summary;
}

absl::StatusOr<Summary> Summarize(const RunLog& log, const SummarizeOptions& options) {
  ASSIGN_OR_RETURN(const Plan plan, PlanFromYaml(log.facts().header.plan_yaml()));
  return SummarizeWithPlan(log, plan, options);
}

}  // namespace barrage
