#include "coordinator/metrics/start_skew.h"

#include <optional>

namespace barrage {
namespace {

struct Start {
  int64_t at_ns = 0, bound_ns = 0;
};

}  // namespace

int64_t StartSkewNs(const Survey& survey, const CommonAxis& axis, const LoadPlan& load) {
  std::optional<Start> first, last;
  for (uint32_t agent = 0; agent < survey.activity.size(); ++agent) {
    std::optional<int64_t> began_ns = survey.activity[agent].began_ns;
    if (!began_ns) continue;
    if (load.concurrency_ramp && axis.AgentT0(agent)) began_ns = axis.AgentT0(agent);
    const Start start{axis.ToCommon(agent, *began_ns), axis.Describe(agent).bound_ns};
    if (!first || start.at_ns < first->at_ns) first = start;
    if (!last || start.at_ns >= last->at_ns) last = start;
  }
  if (!first || first->at_ns == last->at_ns) return 0;
  return last->at_ns - first->at_ns + first->bound_ns + last->bound_ns;
}

}  // namespace barrage
