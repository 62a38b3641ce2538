#include "coordinator/metrics/survey.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "common/base/status_macros.h"
#include "common/openai/endpoint.h"
#include "coordinator/metrics/definitions.h"
#include "coordinator/metrics/payload_table.h"
#include "coordinator/metrics/request_formulas.h"
#include "coordinator/metrics/schedule_lag.h"

namespace barrage {
namespace {

class Surveyor {
 public:
  Surveyor(const RunFacts& facts, const Plan& plan, const CommonAxis& axis, Survey& survey)
      : axis_(axis), survey_(survey) {
    const EndpointRow* const endpoint = FindEndpoint(plan.target.endpoint_type);
    asks_tokens_ = endpoint == nullptr || endpoint->asks_tokens;
    if (!asks_tokens_) payloads_.emplace(facts);
    survey_.stamps.resize(std::max<size_t>(1, axis.agents()));
    survey_.activity.resize(survey_.stamps.size());
  }

  void Add(uint32_t agent, const RequestRecord& record) {
    if (record.index < 0 || !record.dispatched_ns) return;
    const RequestFacts facts = ReadFacts(record, AllDefinitions()[0], TokenSource::kEvents, nullptr);
    ++survey_.dispatched;
    const int64_t start_ns = axis_.ToCommon(agent, facts.start_ns);
    survey_.in_flight.Add(start_ns, std::max(start_ns, axis_.ToCommon(agent, facts.end_ns)));
    survey_.resends += record.resends;
    survey_.clamped += record.clamped_stamps;
    if (record.outcome == Outcome::kConnectError && record.error) {
      survey_.without_port += absl::StrContains(*record.error, strerrordesc_np(EADDRNOTAVAIL));
      survey_.without_file += absl::StrContains(*record.error, strerrordesc_np(EMFILE));
    }
    survey_.errors.Add(record);
    survey_.peers.Add(facts);
    survey_.payloads.insert(record.payload_id);
    AddLag(record);
    if (agent < survey_.stamps.size()) {
      survey_.stamps[agent].Add(facts.content);
      AddActivity(agent, record);
    }
    if (facts.ok()) AddOk(facts);
    if (!facts.timed()) return;
    if (const std::optional<int64_t> ttft = formula::TimeToFirstToken(facts)) {
      survey_.ttft_by_start.emplace_back(start_ns, *ttft);
    }
  }

 private:
  void AddLag(const RequestRecord& record) {
    if (const std::optional<ScheduleLag> lag = LagOf(record)) {
      survey_.lag.Add(lag->total_ns);
      survey_.lag_coordinator.Add(lag->coordinator_ns);
      survey_.lag_loop.Add(lag->loop_ns);
    }
    if (const std::optional<int64_t> lag = ConnectionLagOf(record)) survey_.lag_connection.Add(*lag);
    if (const std::optional<int64_t> lag = SendLagOf(record)) survey_.send_lag.Add(*lag);
  }

  void AddActivity(uint32_t agent, const RequestRecord& record) {
    AgentActivity& activity = survey_.activity[agent];
    const std::optional<int64_t> t0 = axis_.AgentT0(agent);
    const int64_t offset_ns = record.intended_ns && t0 ? *record.intended_ns - *t0 : 0;
    const int64_t began_ns = *record.dispatched_ns - offset_ns - record.blocked_ns.value_or(0);
    activity.began_ns = std::min(activity.began_ns.value_or(began_ns), began_ns);
    activity.last_dispatch_ns =
        std::max(activity.last_dispatch_ns.value_or(*record.dispatched_ns), *record.dispatched_ns);
  }

  void AddOk(const RequestFacts& facts) {
    const RequestRecord& record = *facts.record;
    ++survey_.evidence.ok;
    survey_.evidence.with_tokenizer +=
        asks_tokens_ ? record.tokenizer_output_tokens.has_value() : PromptCounted(record);
    const bool has_completion = record.usage && record.usage->completion.has_value();
    const bool has_prompt = record.usage && record.usage->prompt.has_value();
    survey_.evidence.with_usage += asks_tokens_ ? has_completion : has_prompt;
    survey_.ok_with_tokens += !facts.content.empty() || record.body_has_text ||
                              (has_completion && *record.usage->completion > 0) || !asks_tokens_;
    if (has_prompt && record.usage->cached) {
      survey_.prompt_tokens += *record.usage->prompt;
      survey_.cached_tokens += *record.usage->cached;
    }
    survey_.event_tokens =
        survey_.event_tokens && std::all_of(facts.content.begin(), facts.content.end(),
                                            [](const StreamEvent& event) { return event.tokens.has_value(); });
  }

  bool PromptCounted(const RequestRecord& record) const {
    const wire::PayloadFacts* const payload = payloads_->Find(record.payload_id);
    return payload != nullptr && payload->has_tokenizer_tokens();
  }

  const CommonAxis& axis_;
  Survey& survey_;
  bool asks_tokens_ = true;
  std::optional<PayloadTable> payloads_;  // where answers have no tokens, and only prompts are counted
};

}  // namespace

absl::StatusOr<Survey> TakeSurvey(const RunLog& log, const Plan& plan, const CommonAxis& axis) {
  Survey survey;
  // A run of ten million requests must fit in memory: no column grows by doubling.
  int64_t granted = 0;
  for (const wire::Grant& grant : log.facts().grants) granted += grant.index_deltas_size();
  survey.in_flight.Reserve(granted);
  survey.ttft_by_start.reserve(static_cast<size_t>(granted));
  survey.lag_connection.Reserve(granted);
  survey.send_lag.Reserve(granted);
  if (plan.load.open_loop()) {
    for (ValueSet* lag : {&survey.lag, &survey.lag_coordinator, &survey.lag_loop}) lag->Reserve(granted);
  }
  Surveyor surveyor(log.facts(), plan, axis, survey);
  RunLedgerBuilder ledger(log.facts(), plan);
  RETURN_IF_ERROR(log.ForEachRecord([&](uint32_t agent, const RequestRecord& record) {
    ledger.Add(agent, record);
    surveyor.Add(agent, record);
  }));
  survey.ledgers = ledger.Finish();
  survey.in_flight.Seal();
  survey.lag.Seal();
  survey.lag_coordinator.Seal();
  survey.lag_loop.Seal();
  survey.lag_connection.Seal();
  survey.send_lag.Seal();
  std::sort(survey.ttft_by_start.begin(), survey.ttft_by_start.end());
  return survey;
}

}  // namespace barrage
