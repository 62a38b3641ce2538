#include "coordinator/metrics/invalid_reasons.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/openai/endpoint.h"
#include "coordinator/metrics/outcome_counts.h"

namespace barrage {
namespace {

constexpr double kLeastDelivered = 0.90;

VerdictReason Reason(std::string code, std::string message, std::string observed, std::string limit) {
  return {.severity = Verdict::kInvalid,
          .code = std::move(code),
          .message = std::move(message),
          .observed = std::move(observed),
          .limit = std::move(limit),
          .agent = std::nullopt,
          .distrust = {}};
}

// The first event of this kind, or nullptr.
const wire::RunEvent* FindEvent(const RunFacts& facts, wire::RunEvent::Kind kind) {
  for (const wire::RunEvent& event : facts.events) {
    if (event.kind() == kind) return &event;
  }
  return nullptr;
}

std::string DetailOr(const wire::RunEvent& event, absl::string_view otherwise) {
  return event.detail().empty() ? std::string(otherwise) : event.detail();
}

void AddLosses(const VerdictInput& input, std::vector<VerdictReason>& reasons) {
  if (input.plan.fleet.on_agent_loss == OnAgentLoss::kStop) {
    for (const wire::RunEvent& event : input.facts.events) {
      if (event.kind() != wire::RunEvent::AGENT_LOST && event.kind() != wire::RunEvent::AGENT_LEFT) continue;
      const bool left = event.kind() == wire::RunEvent::AGENT_LEFT;
      VerdictReason& reason = reasons.emplace_back(
          Reason("agent_lost", DetailOr(event, left ? "an agent left during the run" : "an agent was lost"),
                 left ? "left" : "lost", "no agent lost (policy stop)"));
      if (event.has_agent() && event.agent() < input.facts.agents.size()) {
        reason.agent = input.facts.agents[event.agent()].id();
      }
    }
  }
  if (const wire::RunEvent* event = FindEvent(input.facts, wire::RunEvent::TARGET_LOST)) {
    reasons.push_back(
        Reason("target_lost", DetailOr(*event, "the target stopped answering"), "lost", "an answer within 10 s"));
  }
}

void AddErrorRate(const VerdictInput& input, std::vector<VerdictReason>& reasons) {
  const int64_t dispatched = DispatchedOf(input.survey.ledgers.total.outcomes);
  const int64_t failures = FailuresOf(input.survey.ledgers.total.outcomes);
  const std::optional<double>& limit = input.plan.load.max_error_rate;
  const bool passed =
      limit && dispatched > 0 && 100.0 * static_cast<double>(failures) > *limit * static_cast<double>(dispatched);
  if (!passed && FindEvent(input.facts, wire::RunEvent::ERROR_RATE) == nullptr) return;
  reasons.push_back(Reason("error_rate", "more requests failed than --max-error-rate allows",
                           absl::StrFormat("%d of %d failed", failures, dispatched),
                           limit ? absl::StrFormat("%g %%", *limit) : "--max-error-rate"));
}

void AddEmptiness(const VerdictInput& input, std::vector<VerdictReason>& reasons) {
  const EndpointRow* const endpoint = FindEndpoint(input.plan.target.endpoint_type);
  const bool asks_tokens = endpoint == nullptr || endpoint->asks_tokens;
  if (input.survey.ok_with_tokens == 0) {  // of endpoints without tokens: ok requests
    reasons.push_back(Reason("zero_tokens", asks_tokens ? "no request gave an output token" : "no request was answered",
                             asks_tokens ? "0 tokens" : "0 answers", "at least 1"));
  }
  const std::optional<Ledger>& warmup = input.survey.ledgers.warmup;
  if (warmup && warmup->scheduled > 0 && CountIn(warmup->outcomes, Outcome::kOk) == 0) {
    reasons.push_back(Reason("warmup_failed", "no warm-up request succeeded",
                             absl::StrCat("0 of ", warmup->scheduled, " ok"), "at least 1 ok"));
  }
  if (const double delivered = DeliveredFraction(input.survey.ledgers); delivered < kLeastDelivered) {
    reasons.push_back(Reason("load_not_delivered", "too few of the scheduled requests were sent",
                             absl::StrFormat("%.2f %% dispatched", 100 * delivered), "90 %"));
  }
}

}  // namespace

double DeliveredFraction(const RunLedgers& ledgers) {
  const int64_t due = ledgers.total.scheduled - ledgers.excused;
  if (due <= 0) return 1;
  return static_cast<double>(DispatchedOf(ledgers.total.outcomes)) / static_cast<double>(due);
}

std::vector<VerdictReason> InvalidReasons(const VerdictInput& input) {
  std::vector<VerdictReason> reasons;
  const RunLedgers& ledgers = input.survey.ledgers;
  if (!ledgers.balanced) {
    reasons.push_back(Reason("ledger_unbalanced", absl::StrCat("requests are unaccounted for: ", ledgers.imbalance),
                             absl::StrFormat("%d outcomes", SumOf(ledgers.total.outcomes)),
                             absl::StrFormat("%d scheduled", ledgers.total.scheduled)));
  }
  AddLosses(input, reasons);
  AddErrorRate(input, reasons);
  AddEmptiness(input, reasons);
  if (const wire::RunEvent* event = FindEvent(input.facts, wire::RunEvent::SPOOL_FULL)) {
    reasons.push_back(
        Reason("spool_full", DetailOr(*event, "an agent's spool of records was full"), "full", "90 % of its cap"));
    if (event->has_agent() && event->agent() < input.facts.agents.size()) {
      reasons.back().agent = input.facts.agents[event->agent()].id();
    }
  }
  if (!input.facts.end) {
    reasons.push_back(Reason("log_unfinished", "the record log has no end: the run was cut off",
                             input.facts.torn_tail ? "a torn last frame" : "no end entry", "an end entry"));
  } else if (input.facts.torn_tail) {
    reasons.push_back(Reason("log_unfinished", "the record log is damaged", "a damaged frame", "whole frames"));
  }
  return reasons;
}

}  // namespace barrage
