#ifndef COORDINATOR_WORKLOAD_SHARDER_H_
#define COORDINATOR_WORKLOAD_SHARDER_H_

#include <cstdint>
#include <optional>

namespace barrage {

// Which agent sends which request, exactly (DESIGN's rule). Without slots (open loop) request i belongs to agent
// i mod N. With C slots (closed loop, capped rate) slot s belongs to agent s mod N and request i to the holder of slot
// i mod C; when N > C the surplus agents hold nothing. Warm-up request −k counts as request k − 1.
class Sharder {
 public:
  // Requires agents > 0, and slots > 0 if given.
  Sharder(int64_t agents, std::optional<int64_t> slots) : agents_(agents), slots_(slots) {}

  // Ordinal of the agent that sends request `index`.
  int64_t OwnerOf(int64_t index) const {
    const int64_t ordinal = index >= 0 ? index : -1 - index;
    return (slots_ ? ordinal % *slots_ : ordinal) % agents_;
  }

  // Slots that the agent holds; 0 without slots. Their sum over all agents is C.
  int64_t SlotsOf(int64_t agent) const {
    if (!slots_ || agent >= *slots_) return 0;
    return (*slots_ - agent - 1) / agents_ + 1;
  }

  // Whether the agent is ever given a request.
  bool HasWork(int64_t agent) const { return !slots_ || agent < *slots_; }

  int64_t agents() const { return agents_; }
  std::optional<int64_t> slots() const { return slots_; }

 private:
  int64_t agents_;
  std::optional<int64_t> slots_;
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_SHARDER_H_
