#include "coordinator/metrics/peer_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "coordinator/metrics/percentile.h"
#include "coordinator/metrics/request_formulas.h"

namespace barrage {

void PeerTable::Add(const RequestFacts& facts) {
  Peer& peer = peers_[{facts.record->url_index, facts.record->peer.value_or("")}];
  ++peer.requests;
  peer.ok += facts.ok();
  if (!facts.timed()) return;
  if (const std::optional<int64_t> ttft = formula::TimeToFirstToken(facts)) peer.ttft.Add(*ttft);
}

std::vector<PeerSummary> PeerTable::Finish(const std::vector<std::string>& urls) {
  std::vector<PeerSummary> result;
  for (auto& [key, peer] : peers_) {
    PeerSummary& summary = result.emplace_back();
    summary.url = key.first < urls.size() ? urls[key.first] : absl::StrCat("url ", key.first);
    summary.peer = key.second;
    summary.requests = peer.requests;
    summary.ok = peer.ok;
    if (peer.ttft.empty()) continue;
    peer.ttft.Seal();
    summary.ttft_p50_ms =
        PercentileOf(peer.ttft.count(), 500, 1'000'000, [&](int64_t rank) { return peer.ttft.ValueAt(rank); });
  }
  return result;
}

double Unevenness(const std::vector<PeerSummary>& peers) {
  int64_t least = 0, most = 0, sum = 0, count = 0;
  for (const PeerSummary& peer : peers) {
    if (peer.peer.empty()) continue;  // never connected
    least = count == 0 ? peer.requests : std::min(least, peer.requests);
    most = std::max(most, peer.requests);
    sum += peer.requests;
    ++count;
  }
  return count < 2 ? 0 : Ratio(Int128{most - least} * count, sum);
}

}  // namespace barrage
