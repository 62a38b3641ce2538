#ifndef AGENT_HEALTH_SAMPLER_H_
#define AGENT_HEALTH_SAMPLER_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "agent/host/cgroup.h"
#include "agent/host/target_ports.h"
#include "agent/load/loop_health.h"
#include "agent/upload/uploader.h"
#include "proto/facts.pb.h"

namespace barrage {

// The sum of all loops' states, loop i's at place i.
wire::HealthSample SumOf(const std::vector<LoopHealth>& loops);

// Puts an agent's state together, about once a second. Not for several threads at once.
class HealthSampler {
 public:
  // `urls` are the run's targets; their names are resolved at once.
  explicit HealthSampler(const std::vector<std::string>& urls);

  wire::HealthSample Sample(int64_t now_ns, const std::vector<LoopHealth>& loops, const UploadState& upload);

  // Addresses of all targets, at least 1.
  uint64_t addresses() const { return std::max<size_t>(targets_.size(), 1); }

  // The target address with the most local ports toward it, now.
  PortUse ReadPorts() const { return ReadPortUse(targets_); }

 private:
  const Cgroup cgroup_;
  const std::vector<TargetAddress> targets_;
  uint64_t samples_ = 0, ports_ = 0;
};

}  // namespace barrage

#endif  // AGENT_HEALTH_SAMPLER_H_
