#ifndef TESTS_SIM_LATENCY_MODEL_H_
#define TESTS_SIM_LATENCY_MODEL_H_

#include <cstdint>

#include "common/base/rng.h"
#include "tests/sim/distribution.h"

namespace barrage::sim {

struct LatencyModel {
  uint64_t seed = 0;
  Distribution ttft;
  Distribution gap;
  int64_t prefill_ns_per_token = 0;
};

// When the tokens of one request leave, counted from its admission. It depends on the model, the request's key and its
// prompt length only: the same request gets the same times whatever came before it, and beside it.
class LatencySchedule {
 public:
  LatencySchedule(const LatencyModel& model, uint64_t key, int64_t prompt_tokens);

  // Admission to first token: a draw plus the prompt's prefill.
  int64_t ttft_ns() const { return ttft_ns_; }

  // The gap before the second token, the third, …
  int64_t NextGapNs() { return Draw(gap_, gap_rng_); }

 private:
  int64_t ttft_ns_;
  Distribution gap_;
  Rng gap_rng_;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_LATENCY_MODEL_H_
