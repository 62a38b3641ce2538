#include "coordinator/cli/progress_text.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/record/outcome.h"
#include "coordinator/fleet/member_state.h"
#include "coordinator/report/number_format.h"
#include "coordinator/report/terminal_text.h"

namespace barrage {
namespace {

uint64_t Failures(const FleetTotals& totals) {
  uint64_t failures = 0;
  for (const OutcomeRow& row : kOutcomes) {
    if (row.failure) failures += totals.of(row.outcome);
  }
  return failures;
}

std::string FailuresByKind(const FleetTotals& totals) {
  std::vector<std::string> kinds;
  for (const OutcomeRow& row : kOutcomes) {
    if (row.failure && totals.of(row.outcome) > 0) {
      kinds.push_back(absl::StrCat(row.name, " ", WithCommas(static_cast<int64_t>(totals.of(row.outcome)))));
    }
  }
  return absl::StrJoin(kinds, ", ");
}

std::string Count(uint64_t value) { return WithCommas(static_cast<int64_t>(value)); }

std::string ClockText(int64_t ns) {
  const int64_t seconds = std::max<int64_t>(0, ns) / 1'000'000'000;
  const std::string tail = absl::StrFormat("%02d:%02d", seconds / 60 % 60, seconds % 60);
  return seconds < 3600 ? tail : absl::StrCat(seconds / 3600, ":", tail);
}

std::optional<int64_t> ElapsedNs(const FleetProgress& progress) {
  if (!progress.t0_ns) return std::nullopt;
  return std::max<int64_t>(0, progress.now_ns - *progress.t0_ns);
}

// By time or by requests, whichever ends the phase first.
std::optional<double> DoneFraction(const FleetProgress& progress) {
  std::optional<double> done;
  const auto elapsed = ElapsedNs(progress);
  if (elapsed && progress.duration_ns && *progress.duration_ns > 0) {
    done = static_cast<double>(*elapsed) / static_cast<double>(*progress.duration_ns);
  }
  if (elapsed && progress.scheduled && *progress.scheduled > 0) {
    const double by_count = static_cast<double>(progress.totals.ended()) / static_cast<double>(*progress.scheduled);
    done = std::max(done.value_or(0), by_count);
  }
  if (done) done = std::min(*done, 1.0);
  return done;
}

std::string PhaseLine(const FleetProgress& progress, size_t width) {
  std::string line(PhaseText(progress.phase));
  if (const auto elapsed = ElapsedNs(progress)) {
    absl::StrAppend(&line, "  ", ClockText(*elapsed));
    if (progress.duration_ns) absl::StrAppend(&line, " of ", ClockText(*progress.duration_ns));
  }
  const auto done = DoneFraction(progress);
  const size_t bar = std::min<size_t>(40, width / 3);
  if (done && line.size() + bar + 12 <= width) {
    const size_t full = static_cast<size_t>(std::floor(*done * static_cast<double>(bar)));
    absl::StrAppend(&line, "  [", std::string(full, '#'), std::string(bar - full, '-'), "] ",
                    static_cast<int>(*done * 100), " %");
  }
  return line;
}

std::string RequestText(const FleetProgress& progress) {
  std::string text = Count(progress.totals.ended());
  if (progress.scheduled) absl::StrAppend(&text, " of ", WithCommas(*progress.scheduled));
  return absl::StrCat(text, " done, ", Count(progress.totals.in_flight), " in flight, ",
                      Count(Failures(progress.totals)), " failed");
}

std::string RateText(const ProgressRates& rates) {
  return absl::StrFormat("%.1f requests/s, %s tokens/s", rates.requests_per_s,
                         WithCommas(static_cast<int64_t>(std::llround(rates.tokens_per_s))));
}

std::string AgentText(const FleetProgress& progress) {
  std::vector<std::string> others;
  size_t connected = 0;
  for (const AgentProgress& agent : progress.agents) {
    if (agent.state == MemberState::kConnected) {
      ++connected;
    } else {
      others.push_back(absl::StrCat(agent.id, " ", MemberStateName(agent.state)));
    }
  }
  std::string text =
      absl::StrCat(connected, " of ", std::max<size_t>(progress.expected_agents, progress.agents.size()), " connected");
  if (!others.empty()) absl::StrAppend(&text, ", ", absl::StrJoin(others, ", "));
  return text;
}

}  // namespace

std::vector<std::string> ProgressLines(const FleetProgress& progress, const ProgressRates& rates, size_t width) {
  std::vector<std::string> lines = {PhaseLine(progress, width)};
  if (progress.t0_ns) {
    lines.push_back(absl::StrCat("  requests  ", RequestText(progress)));
    lines.push_back(absl::StrCat("  rates     ", RateText(rates)));
    const std::string failures = FailuresByKind(progress.totals);
    if (!failures.empty()) lines.push_back(absl::StrCat("  failures  ", failures));
  }
  lines.push_back(absl::StrCat("  agents    ", AgentText(progress)));
  for (std::string& line : lines) line = OneLine(line, width - 1);  // and its … where it is cut
  return lines;
}

std::string ProgressLine(const FleetProgress& progress, const ProgressRates& rates) {
  std::string line(PhaseText(progress.phase));
  if (const auto elapsed = ElapsedNs(progress)) {
    absl::StrAppend(&line, " ", ClockText(*elapsed), ": ", RequestText(progress), ", ", RateText(rates));
  }
  return absl::StrCat(line, "; agents: ", AgentText(progress));
}

std::string ProgressJson(const FleetProgress& progress, const ProgressRates& rates) {
  std::string json = absl::StrFormat("{\"phase\":\"%s\",\"elapsed_s\":%.3f", PhaseText(progress.phase),
                                     static_cast<double>(ElapsedNs(progress).value_or(0)) / 1e9);
  if (progress.scheduled) absl::StrAppend(&json, ",\"scheduled\":", *progress.scheduled);
  const FleetTotals& totals = progress.totals;
  absl::StrAppend(&json, ",\"dispatched\":", totals.dispatched, ",\"finished\":", totals.ended(),
                  ",\"in_flight\":", totals.in_flight, ",\"failed\":", Failures(totals));
  absl::StrAppendFormat(&json, ",\"requests_per_s\":%.3f,\"tokens_per_s\":%.3f,\"agents\":%d}", rates.requests_per_s,
                        rates.tokens_per_s, progress.agents.size());
  return json;
}

}  // namespace barrage
