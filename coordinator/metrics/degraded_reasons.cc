#include "coordinator/metrics/degraded_reasons.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "coordinator/metrics/invalid_reasons.h"
#include "coordinator/metrics/slo.h"

namespace barrage {
namespace {

constexpr double kInvalidDelivered = 0.90, kLeastDelivered = 0.99;
constexpr double kBusiestLoop = 0.85, kMostCoalesced = 0.05, kMostOfLimits = 0.90, kMostIdle = 0.05;
constexpr int64_t kLeastLagLimitNs = 2'000'000, kMostSkewNs = 10'000'000;
constexpr size_t kP50 = 4;

const std::vector<std::string> kFromSchedule = {"ttft_from_schedule", "latency_from_schedule", "schedule_lag"};
const std::vector<std::string> kFromDispatch = {"time_to_first_token", "time_to_first_output_token", "request_latency",
                                                "stream_end_latency", "prefill_throughput_per_user"};
const std::vector<std::string> kOfFirstToken = {"time_to_first_token", "ttft_from_schedule",
                                                "prefill_throughput_per_user"};
const std::vector<std::string> kStamped = {"time_to_first_token", "time_to_second_token", "inter_chunk_latency",
                                           "token_gap", "max_stall"};
const std::vector<std::string> kGaps = {"time_to_second_token", "inter_chunk_latency", "token_gap", "max_stall"};
const std::vector<std::string> kTimeline = {"output_token_throughput", "request_throughput", "benchmark_duration",
                                            "concurrency"};

VerdictReason Reason(std::string code, std::string message, std::string observed, std::string limit,
                     std::vector<std::string> distrust) {
  return {.severity = Verdict::kDegraded,
          .code = std::move(code),
          .message = std::move(message),
          .observed = std::move(observed),
          .limit = std::move(limit),
          .agent = std::nullopt,
          .distrust = std::move(distrust)};
}

std::string Ms(int64_t ns) { return absl::StrFormat("%.3f ms", static_cast<double>(ns) / 1e6); }
std::string Percent(double fraction) { return absl::StrFormat("%.2f %%", 100 * fraction); }

// max(2 ms, 1 % of the median TTFT).
int64_t LagLimitNs(const std::vector<Metric>& metrics) {
  for (const Metric& metric : metrics) {
    if (metric.tag != "time_to_first_token" || !metric.value) continue;
    return std::max(kLeastLagLimitNs, static_cast<int64_t>(metric.value->percentiles[kP50] * 1e6 / 100));
  }
  return kLeastLagLimitNs;
}

void AddLoad(const VerdictInput& input, std::vector<VerdictReason>& reasons) {
  if (input.plan.fleet.on_agent_loss != OnAgentLoss::kStop) {
    for (const wire::RunEvent& event : input.facts.events) {
      if (event.kind() != wire::RunEvent::AGENT_LOST && event.kind() != wire::RunEvent::AGENT_LEFT) continue;
      const bool left = event.kind() == wire::RunEvent::AGENT_LEFT;
      VerdictReason& reason = reasons.emplace_back(Reason(
          "agent_lost",
          event.detail().empty() ? (left ? "an agent left during the run" : "an agent was lost") : event.detail(),
          left ? "left" : "lost", "no agent lost", kTimeline));
      if (event.has_agent() && event.agent() < input.agents.size()) reason.agent = input.agents[event.agent()].id;
    }
  }
  const double delivered = DeliveredFraction(input.survey.ledgers);
  if (delivered >= kInvalidDelivered && delivered < kLeastDelivered) {
    reasons.push_back(Reason("load_not_delivered", "not all of the scheduled requests were sent",
                             Percent(delivered) + " dispatched", "99 %", kTimeline));
  }
}

void AddTiming(const VerdictInput& input, std::vector<VerdictReason>& reasons) {
  const int64_t limit_ns = LagLimitNs(input.metrics);
  const std::string limit = Ms(limit_ns) + " (2 ms or 1 % of the median TTFT)";
  if (input.budget.schedule_lag && input.budget.schedule_lag->p99 > limit_ns) {
    reasons.push_back(Reason("schedule_lag", "requests were sent later than planned",
                             "p99 " + Ms(input.budget.schedule_lag->p99), limit, kFromSchedule));
  }
  if (input.budget.send_lag.p99 > limit_ns) {
    reasons.push_back(Reason("send_lag", "the client itself took long to send what it had dispatched",
                             "p99 " + Ms(input.budget.send_lag.p99), limit, kFromDispatch));
  }
  if (input.budget.stamp_error.p99 > limit_ns) {
    reasons.push_back(Reason("stamp_error", "the stamps of events may be wrong by more than is worth reporting",
                             "p99 " + Ms(input.budget.stamp_error.p99), limit, kStamped));
  } else if (input.budget.first_stamp_error.p99 > limit_ns) {
    reasons.push_back(Reason("stamp_error", "the stamps of first tokens may be wrong by more than is worth reporting",
                             "p99 " + Ms(input.budget.first_stamp_error.p99), limit, kOfFirstToken));
  }
}

void AddClientHealth(const VerdictInput& input, std::vector<VerdictReason>& reasons) {
  for (const AgentSummary& agent : input.agents) {
    int64_t stalls = 0, longest_ns = 0;
    for (const LoopGapSummary& gap : input.budget.gaps) {
      if (gap.agent != agent.id) continue;
      ++stalls;
      longest_ns = std::max(longest_ns, gap.to_ns - gap.from_ns);
    }
    if (stalls > 0) {
      reasons.push_back(Reason("loop_gap", absl::StrCat("an event loop did not run, ", stalls, " times"),
                               "longest " + Ms(longest_ns), "100 ms", kStamped));
      reasons.back().agent = agent.id;
    }
    if (agent.cpu_fraction_max > kBusiestLoop) {
      reasons.push_back(Reason("client_bound", "an event loop had no time to spare: more loops or agents are needed",
                               Percent(agent.cpu_fraction_max) + " busy", "85 %", kStamped));
      reasons.back().agent = agent.id;
    }
    if (agent.nr_throttled.value_or(0) > 0) {
      reasons.push_back(Reason("throttled", "the cgroup's CPU limit held the agent back",
                               absl::StrCat(*agent.nr_throttled, " periods, ", Ms(agent.throttled_ns.value_or(0))),
                               "0 periods", kStamped));
      reasons.back().agent = agent.id;
    }
  }
  if (input.budget.coalesced_content_fraction > kMostCoalesced) {
    reasons.push_back(Reason("coalesced", "tokens arrived together in one read: the gaps between them are unknown",
                             Percent(input.budget.coalesced_content_fraction), "5 %", kGaps));
  }
}

void AddFleet(const VerdictInput& input, std::vector<VerdictReason>& reasons) {
  for (const AgentSummary& agent : input.agents) {
    // The bound of a single line was widened by the residual: it is held against what was there before.
    const int64_t limit_ns = agent.clock.bound_ns - (agent.clock.piecewise ? 0 : agent.clock.residual_ns);
    if (!agent.clock.piecewise && agent.clock.residual_ns <= limit_ns) continue;
    reasons.push_back(Reason("clock_residual",
                             agent.clock.piecewise ? "no straight line fits the agent's clock: it was fitted piecewise"
                                                   : "the agent's clock strays from the line fitted to it",
                             Ms(agent.clock.residual_ns), Ms(limit_ns) + " (the clock's bound)", kTimeline));
    reasons.back().agent = agent.id;
  }
  if (input.budget.start_skew_ns > kMostSkewNs) {
    reasons.push_back(
        Reason("start_skew", "the agents did not start together", Ms(input.budget.start_skew_ns), "10 ms", kTimeline));
  }
  if (input.budget.without_port + input.budget.without_file > 0) {
    const bool ports = input.budget.without_port >= input.budget.without_file;
    reasons.push_back(Reason(
        "near_limits", absl::StrCat("requests failed because an agent had no ", ports ? "local port" : "file", " left"),
        absl::StrCat(ports ? input.budget.without_port : input.budget.without_file, " requests"), "0 requests",
        kTimeline));
  }
  const double of_limits = std::max(input.budget.open_files_fraction, input.budget.ports_fraction);
  if (of_limits > kMostOfLimits) {
    const bool files = input.budget.open_files_fraction >= input.budget.ports_fraction;
    reasons.push_back(Reason("near_limits",
                             files ? "open files are near their limit" : "local ports are near their limit",
                             Percent(of_limits), "90 %", {}));
  }
  if (input.budget.slots_idle_fraction.value_or(0) > kMostIdle) {
    reasons.push_back(Reason("slots_idle", "slots stood idle: the concurrency was lower than asked",
                             Percent(*input.budget.slots_idle_fraction), "5 % of the window", kTimeline));
  }
}

// A percentile that a threshold names needs as many samples as an interval of it does.
void AddTooFew(const VerdictInput& input, std::vector<VerdictReason>& reasons) {
  for (const AssertRule& rule : input.asserts) {
    const int percentile = PercentileIndexOf(rule);
    if (percentile < 0) continue;
    for (const Metric& metric : input.judged) {
      if (metric.tag != rule.tag || metric.is_rate) continue;
      if (metric.value && metric.value->ci95[static_cast<size_t>(percentile)]) continue;
      reasons.push_back(Reason("too_few", absl::StrCat("too few samples for the threshold ", rule.text),
                               absl::StrCat(metric.value ? metric.value->count : 0, " samples"),
                               "enough for a 95 % interval", {metric.tag}));
    }
  }
}

}  // namespace

std::vector<VerdictReason> DegradedReasons(const VerdictInput& input) {
  std::vector<VerdictReason> reasons;
  AddLoad(input, reasons);
  AddTiming(input, reasons);
  AddClientHealth(input, reasons);
  AddFleet(input, reasons);
  AddTooFew(input, reasons);
  return reasons;
}

}  // namespace barrage
