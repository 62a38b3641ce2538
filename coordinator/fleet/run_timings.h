#ifndef COORDINATOR_FLEET_RUN_TIMINGS_H_
#define COORDINATOR_FLEET_RUN_TIMINGS_H_

#include "absl/time/time.h"

namespace barrage {

// The deadlines of a run. Tests shorten them; nobody else does.
struct RunTimings {
  absl::Duration lost_after = absl::Milliseconds(6500);  // without any message: the lease of 6 s is over by then
  absl::Duration lease = absl::Seconds(6);
  absl::Duration probe_period = absl::Seconds(1);
  absl::Duration probes_within = absl::Seconds(5);        // eight exchanges with each agent
  absl::Duration ready_within = absl::Seconds(90);        // payloads sent, connections open
  absl::Duration start_margin = absl::Milliseconds(200);  // from deciding t0 to t0, for Start to arrive
  absl::Duration counters_within = absl::Seconds(2);      // a Progress after a phase: they come once a second
  absl::Duration cancel_within = absl::Seconds(10);       // streams that were told to end
  absl::Duration drain_within = absl::Seconds(30);        // an agent that ends, without a new batch
  absl::Duration tick = absl::Milliseconds(20);
  absl::Duration progress_period = absl::Milliseconds(200);
};

}  // namespace barrage

#endif  // COORDINATOR_FLEET_RUN_TIMINGS_H_
