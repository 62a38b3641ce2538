#ifndef AGENT_LOAD_UPCOMING_H_
#define AGENT_LOAD_UPCOMING_H_

#include <cstddef>
#include <deque>
#include <iterator>
#include <utility>
#include <vector>

#include "agent/load/pacer.h"

namespace barrage {

// Requests of phases that have not started, in order of the phases. A phase is closed by its `last`.
class Upcoming {
 public:
  struct Phase {
    std::vector<Waiting> requests;
    bool last = false;
  };

  void Add(std::vector<Waiting> requests, bool last) {
    if (phases_.empty() || phases_.back().last) phases_.emplace_back();
    Phase& phase = phases_.back();
    phase.requests.insert(phase.requests.end(), std::make_move_iterator(requests.begin()),
                          std::make_move_iterator(requests.end()));
    phase.last = last;
  }

  // The next phase as far as it was added.
  Phase Take() {
    if (phases_.empty()) return {};
    Phase phase = std::move(phases_.front());
    phases_.pop_front();
    return phase;
  }

  size_t waiting() const {
    size_t count = 0;
    for (const Phase& phase : phases_) count += phase.requests.size();
    return count;
  }

 private:
  std::deque<Phase> phases_;
};

}  // namespace barrage

#endif  // AGENT_LOAD_UPCOMING_H_
