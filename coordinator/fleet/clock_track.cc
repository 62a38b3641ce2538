#include "coordinator/fleet/clock_track.h"

#include <utility>

namespace barrage {
namespace {

constexpr size_t kMaxOpen = 64;  // older probes of a silent agent are forgotten

}  // namespace

void ClockTrack::Probe(AgentLink& link, wire::ClockExchange::Stage stage, const Clock& clock) {
  const uint64_t id = next_id_++;
  auto sent_ns = std::make_shared<std::atomic<int64_t>>(0);
  open_[id] = {stage, sent_ns};
  if (open_.size() > kMaxOpen) open_.erase(open_.begin());
  wire::CoordinatorMessage message;
  message.mutable_clock_probe()->set_id(id);
  link.Send(Outgoing{std::move(message), [sent_ns, &clock] { *sent_ns = clock.MonotonicNs(); }, nullptr});
}

std::optional<wire::ClockExchange> ClockTrack::Answered(const wire::ClockEcho& echo, int64_t received_ns) {
  const auto at = open_.find(echo.id());
  if (at == open_.end()) return std::nullopt;
  const Open probe = std::move(at->second);
  open_.erase(at);
  const int64_t sent_ns = *probe.sent_ns;
  if (sent_ns == 0 || received_ns < sent_ns) return std::nullopt;
  intervals_.push_back(IntervalOf(sent_ns, echo.agent_ns(), received_ns));
  ++answered_[probe.stage];
  wire::ClockExchange exchange;
  exchange.set_coordinator_sent_ns(sent_ns);
  exchange.set_agent_ns(echo.agent_ns());
  exchange.set_coordinator_received_ns(received_ns);
  exchange.set_stage(probe.stage);
  return exchange;
}

int64_t ClockTrack::answered(wire::ClockExchange::Stage stage) const {
  const auto at = answered_.find(stage);
  return at == answered_.end() ? 0 : at->second;
}

}  // namespace barrage
