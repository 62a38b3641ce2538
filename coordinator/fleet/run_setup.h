#ifndef COORDINATOR_FLEET_RUN_SETUP_H_
#define COORDINATOR_FLEET_RUN_SETUP_H_

#include <optional>
#include <string>
#include <vector>

#include "coordinator/fleet/member.h"
#include "coordinator/plan/plan.h"
#include "proto/agent.pb.h"

namespace barrage {

// What is known of the target beyond the plan.
struct ResolvedTarget {
  std::vector<std::string> urls;       // complete: scheme://host:port/path
  std::vector<std::string> models;     // at least one
  bool include_usage = true;           // the server takes stream_options.include_usage
  std::string warm_path;               // a GET of it warms a connection; empty: connect only
  std::optional<std::string> api_key;  // to be sent to the agents; absent: they read their own
};

// What every agent needs to know of a run but its schedule, from the plan and its target.
wire::RunSetup MakeRunSetup(const Plan& plan, const std::string& run_id, const ResolvedTarget& target);

// The same for one of `agents` members: its ordinal, and its share of connections and streams.
wire::RunSetup SetupFor(const wire::RunSetup& common, const Plan& plan, const Member& member, int agents);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_RUN_SETUP_H_
