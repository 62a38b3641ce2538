#ifndef COORDINATOR_METRICS_PEER_TABLE_H_
#define COORDINATOR_METRICS_PEER_TABLE_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "coordinator/metrics/request_facts.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/value_set.h"

namespace barrage {

// The load and the median TTFT of each target URL and peer address.
class PeerTable {
 public:
  void Add(const RequestFacts& facts);

  // By URL, then address. `urls`: as the target was probed, by index. Sorts: call it once, last.
  std::vector<PeerSummary> Finish(const std::vector<std::string>& urls);

 private:
  struct Peer {
    int64_t requests = 0, ok = 0;
    ValueSet ttft;
  };
  std::map<std::pair<uint32_t, std::string>, Peer> peers_;
};

// By how much the busiest peer and the idlest differ, as a share of the mean load; 0 for fewer than two peers.
double Unevenness(const std::vector<PeerSummary>& peers);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_PEER_TABLE_H_
