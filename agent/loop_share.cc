#include "agent/loop_share.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"

namespace barrage {
namespace {

bool AnyTls(const wire::RunSetup& setup) {
  return std::any_of(setup.urls().begin(), setup.urls().end(),
                     [](const std::string& url) { return absl::StartsWith(url, "https:"); });
}

}  // namespace

uint32_t LoopsFor(const wire::RunSetup& setup, uint32_t most) {
  return std::clamp(setup.expected_streams(), 1u, std::max(most, 1u));
}

uint32_t WarmConnectionsOf(const wire::RunSetup& setup, uint32_t loop, uint32_t loops) {
  // A certificate's fault is to be seen before the run, also where no connection is to be kept warm.
  const uint32_t least = loop == 0 && AnyTls(setup) ? static_cast<uint32_t>(setup.urls_size()) : 0;
  return std::max(least, ShareOf(setup.warm_connections(), loop, loops));
}

StartOrder StartOrderOf(const wire::Start& start, uint32_t loop, uint32_t loops) {
  StartOrder order;
  order.phase = start.phase();
  order.t0_ns = start.t0_ns();
  if (start.dispatch_until_ns() > 0) order.dispatch_until_ns = start.t0_ns() + start.dispatch_until_ns();
  if (start.cut_at_ns() > 0) order.cut_at_ns = start.t0_ns() + start.cut_at_ns();
  order.slots = ShareOf(start.slots(), loop, loops);
  order.single_slots = start.single_slots();
  for (int slot = static_cast<int>(loop); slot < start.slot_opens_ns_size(); slot += static_cast<int>(loops)) {
    order.slot_opens_ns.push_back(start.slot_opens_ns(slot));
  }
  return order;
}

}  // namespace barrage
