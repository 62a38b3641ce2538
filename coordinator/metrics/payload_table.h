#ifndef COORDINATOR_METRICS_PAYLOAD_TABLE_H_
#define COORDINATOR_METRICS_PAYLOAD_TABLE_H_

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "common/record/run_log.h"

namespace barrage {

// What the log says of each payload, by id. Refers to the facts, which must outlive it.
class PayloadTable {
 public:
  explicit PayloadTable(const RunFacts& facts) {
    by_id_.reserve(facts.payloads.size());
    for (const wire::PayloadFacts& payload : facts.payloads) by_id_[payload.id()] = &payload;
  }

  // Or nullptr.
  const wire::PayloadFacts* Find(uint64_t id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

 private:
  absl::flat_hash_map<uint64_t, const wire::PayloadFacts*> by_id_;
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_PAYLOAD_TABLE_H_
