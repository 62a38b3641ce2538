#ifndef AGENT_LOAD_URL_LOADS_H_
#define AGENT_LOAD_URL_LOADS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace barrage {

// How many requests of this loop are in flight at each URL.
class UrlLoads {
 public:
  // Requires urls > 0.
  explicit UrlLoads(size_t urls) : in_flight_(urls), last_(static_cast<uint32_t>(urls - 1)) {}

  // A URL with the least in flight; among equals the next one in turn after the last that was chosen.
  uint32_t ChooseLeast() {
    const uint32_t urls = static_cast<uint32_t>(in_flight_.size());
    uint32_t best = (last_ + 1) % urls;
    for (uint32_t step = 2; step <= urls; ++step) {
      const uint32_t url = (last_ + step) % urls;
      if (in_flight_[url] < in_flight_[best]) best = url;
    }
    last_ = best;
    return best;
  }

  void Sent(uint32_t url) { ++in_flight_[url % in_flight_.size()]; }
  void Ended(uint32_t url) { --in_flight_[url % in_flight_.size()]; }

 private:
  std::vector<uint32_t> in_flight_;
  uint32_t last_;
};

}  // namespace barrage

#endif  // AGENT_LOAD_URL_LOADS_H_
