#ifndef COORDINATOR_CLI_PROGRESS_RATES_H_
#define COORDINATOR_CLI_PROGRESS_RATES_H_

#include <cstdint>
#include <deque>

namespace barrage {

struct ProgressRates {
  double requests_per_s = 0, tokens_per_s = 0;
};

// How fast counters have grown lately, for the eye: reports never use it. Not for several threads at once.
class RateMeter {
 public:
  // Takes the counters at `now_ns` and returns their growth over the last three seconds, or since the first call. A
  // counter that went back starts anew.
  ProgressRates Update(int64_t now_ns, uint64_t requests, uint64_t tokens);

 private:
  struct Sample {
    int64_t at_ns;
    uint64_t requests, tokens;
  };

  std::deque<Sample> samples_;
};

}  // namespace barrage

#endif  // COORDINATOR_CLI_PROGRESS_RATES_H_
