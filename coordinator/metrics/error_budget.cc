#include "coordinator/metrics/error_budget.h"

#include <algorithm>
#include <string>

#include "coordinator/arrival/slot_ramp.h"
#include "coordinator/metrics/distribution.h"
#include "coordinator/metrics/start_skew.h"

namespace barrage {
namespace {

constexpr double kNsPerMs = 1e6;
constexpr int64_t kEventResolutionNs = 1000;

void AddHealth(const RunFacts& facts, const std::vector<HealthDigest>& digests, const CommonAxis& axis,
               ErrorBudget& budget) {
  LatenessHistogram lateness;
  int64_t lateness_max_ns = 0;
  for (uint32_t agent = 0; agent < digests.size(); ++agent) {
    const HealthDigest& digest = digests[agent];
    const wire::AgentFacts& host = facts.agents[agent].facts();
    lateness.Merge(digest.lateness);
    lateness_max_ns = std::max(lateness_max_ns, digest.lateness_max_ns);
    budget.timer_resolution_ns = std::max(budget.timer_resolution_ns, host.timer_resolution_ns());
    budget.cpu_fraction_max = std::max(budget.cpu_fraction_max, digest.busiest_loop);
    budget.involuntary_switches += digest.involuntary_switches;
    if (digest.nr_throttled) budget.nr_throttled = budget.nr_throttled.value_or(0) + *digest.nr_throttled;
    if (digest.throttled_ns) budget.throttled_ns = budget.throttled_ns.value_or(0) + *digest.throttled_ns;
    if (host.open_file_limit() > 0) {
      budget.open_files_fraction =
          std::max(budget.open_files_fraction,
                   static_cast<double>(digest.open_files_max) / static_cast<double>(host.open_file_limit()));
    }
    if (host.port_range_high() > host.port_range_low()) {
      const double ports = static_cast<double>(host.port_range_high() - host.port_range_low()) + 1;
      budget.ports_fraction = std::max(budget.ports_fraction, static_cast<double>(digest.ports_max) / ports);
    }
    for (const wire::LoopGap& gap : digest.gaps) {
      budget.gaps.push_back({.agent = facts.agents[agent].id(),
                             .loop = gap.loop(),
                             .from_ns = axis.ToCommon(agent, gap.from_ns()) - axis.t0_ns(),
                             .to_ns = axis.ToCommon(agent, gap.to_ns()) - axis.t0_ns()});
    }
  }
  budget.loop_lateness = LatenessTripleOf(lateness, lateness_max_ns);
}

// How long the slots of one agent were open, by `open_ns` after t0.
Int128 OpenTime(const LoadPlan& load, const RunFacts& facts, uint32_t agent, int64_t open_ns) {
  const int64_t slots = facts.agents[agent].slots();
  if (!load.concurrency_ramp) return Int128{open_ns} * slots;
  Int128 sum_ns = 0;
  for (int64_t slot = 0; slot < slots; ++slot) {  // slot s is agent s mod N's
    const int64_t opens_ns = SlotOpensNs(load, agent + slot * static_cast<int64_t>(facts.agents.size()));
    sum_ns += std::max<int64_t>(0, open_ns - opens_ns);
  }
  return sum_ns;
}

// Share of the slots' time, from when each opened to the run's end, in which they held no request though one was to
// come: an agent counts no idleness once its last request is out.
std::optional<double> SlotsIdle(const RunFacts& facts, const LoadPlan& load, const Survey& survey,
                                const CommonAxis& axis, const std::vector<HealthDigest>& digests) {
  Int128 idle_ns = 0, slot_ns = 0;
  for (uint32_t agent = 0; agent < digests.size(); ++agent) {
    const std::optional<int64_t> last_ns = survey.activity[agent].last_dispatch_ns;
    if (digests[agent].samples == 0 || !last_ns) continue;
    const int64_t end_ns = std::max(*last_ns, axis.ToAgent(agent, survey.in_flight.last_end_ns()));
    const int64_t open_ns = end_ns - axis.AgentT0(agent).value_or(axis.ToAgent(agent, axis.t0_ns()));
    if (open_ns <= 0) continue;
    idle_ns += digests[agent].slot_idle_ns;
    slot_ns += OpenTime(load, facts, agent, open_ns);
  }
  if (slot_ns == 0) return std::nullopt;
  return Ratio(idle_ns, slot_ns);
}

}  // namespace

ErrorBudget MakeErrorBudget(const RunFacts& facts, const Plan& plan, const Survey& survey, const CommonAxis& axis,
                            const std::vector<HealthDigest>& digests) {
  ErrorBudget budget;
  AddHealth(facts, digests, axis, budget);
  if (!survey.lag.empty()) {
    budget.schedule_lag = TripleOf(survey.lag);
    budget.lag_coordinator = TripleOf(survey.lag_coordinator);
    budget.lag_loop = TripleOf(survey.lag_loop);
  }
  budget.lag_connection = TripleOf(survey.lag_connection);
  budget.send_lag = TripleOf(survey.send_lag);
  StampStats stamps;
  for (const StampStats& agent : survey.stamps) stamps.Merge(agent);
  budget.stamp_error = stamps.error();
  budget.first_stamp_error = stamps.first_error();
  budget.stamps_kernel = stamps.kernel();
  budget.stamps_user = stamps.user();
  if (stamps.content_events() > 0) {
    budget.coalesced_fraction = Ratio(stamps.coalesced(), stamps.content_events());
    budget.coalesced_content_fraction = Ratio(stamps.coalesced_with_content(), stamps.content_events());
  }
  budget.start_skew_ns = StartSkewNs(survey, axis, plan.load);
  for (uint32_t agent = 0; agent < facts.agents.size(); ++agent) {
    budget.clock_bound_ns = std::max(budget.clock_bound_ns, axis.Describe(agent).bound_ns);
  }
  if (!plan.load.open_loop()) budget.slots_idle_fraction = SlotsIdle(facts, plan.load, survey, axis, digests);
  budget.resends = survey.resends;
  budget.clamped = survey.clamped;
  budget.without_port = survey.without_port;
  budget.without_file = survey.without_file;
  return budget;
}

void AddErrorBounds(const ErrorBudget& budget, bool streaming, std::vector<Metric>& metrics) {
  const double stamp_ms = static_cast<double>(budget.stamp_error.p99 + kEventResolutionNs) / kNsPerMs;
  const double first_ms = static_cast<double>(budget.first_stamp_error.p99 + kEventResolutionNs) / kNsPerMs;
  const double lateness_ms = static_cast<double>(budget.loop_lateness.p99) / kNsPerMs;
  double tokens_between = 1;
  for (const Metric& metric : metrics) {
    if (metric.tag == "output_sequence_length" && metric.value) {
      tokens_between = std::max(1.0, metric.value->percentiles[4] - 1);
    }
  }
  for (Metric& metric : metrics) {
    if (!metric.value || metric.unit != "ms") continue;
    const std::string& tag = metric.tag;
    if (tag == "time_to_first_token" || tag == "time_to_first_output_token" || tag == "ttft_from_schedule") {
      metric.value->error_bound = first_ms;
    } else if (tag == "request_latency" || tag == "latency_from_schedule") {
      metric.value->error_bound = streaming ? stamp_ms : lateness_ms;
    } else if (tag == "stream_end_latency") {
      metric.value->error_bound = lateness_ms;
    } else if (tag == "inter_token_latency") {
      metric.value->error_bound = 2 * stamp_ms / tokens_between;
    } else if (tag == "time_to_second_token" || tag == "inter_chunk_latency" || tag == "token_gap" ||
               tag == "max_stall") {
      metric.value->error_bound = 2 * stamp_ms;
    }
  }
}

}  // namespace barrage
