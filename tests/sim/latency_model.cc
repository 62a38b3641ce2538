#include "tests/sim/latency_model.h"

namespace barrage::sim {
namespace {

// Seed and key must not cancel each other out, as in seed ^ key.
uint64_t Mix(uint64_t seed, uint64_t key) { return (seed + 1) * 0x9e3779b97f4a7c15u ^ key; }

int64_t DrawTtft(const LatencyModel& model, uint64_t key, int64_t prompt_tokens) {
  Rng rng(Mix(model.seed, key), "ttft");
  return Draw(model.ttft, rng) + prompt_tokens * model.prefill_ns_per_token;
}

}  // namespace

LatencySchedule::LatencySchedule(const LatencyModel& model, uint64_t key, int64_t prompt_tokens)
    : ttft_ns_(DrawTtft(model, key, prompt_tokens)), gap_(model.gap), gap_rng_(Mix(model.seed, key), "gap") {}

}  // namespace barrage::sim
