#ifndef COORDINATOR_CLI_PREAMBLE_H_
#define COORDINATOR_CLI_PREAMBLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "coordinator/cli/artifact_directory.h"
#include "coordinator/plan/plan.h"
#include "coordinator/target/proxy.h"
#include "proto/log.pb.h"

namespace barrage {

struct PreambleFacts {
  const Plan& plan;
  const wire::TargetFacts& target;
  const ProxyChoice& proxy;
  std::string key_source;           // empty: no key
  std::optional<int64_t> requests;  // expected
  std::string agents;               // "1 on this machine (host), 1 loop", "waiting for 3 on 0.0.0.0:7443"
  const ArtifactDirectory& directory;
  std::vector<std::string> metrics_pages = {};  // of the server, without secrets
  std::string tokens;                           // how they are counted
};

// What stands on stderr before a run: the target and what answered there, how it is reached, the plan, the agents, the
// expected requests, how tokens are counted, the output directory. A line each, wrapped at `width` columns if given.
std::string Preamble(const PreambleFacts& facts, std::optional<size_t> width);

}  // namespace barrage

#endif  // COORDINATOR_CLI_PREAMBLE_H_
