#ifndef COORDINATOR_WORKLOAD_TARGET_TURNS_H_
#define COORDINATOR_WORKLOAD_TARGET_TURNS_H_

#include <cstdint>

#include "common/base/rng.h"
#include "coordinator/plan/plan.h"
#include "proto/request.pb.h"

namespace barrage {

// Which URL and which model each request of a phase goes to. In turn, but never in step with the prompts or with each
// other, or a URL would answer some of the prompts, or one of the models, only. With request i at place p = i mod P of
// pass q = i / P through the prompts, U URLs and M models:
//
//   URL   (p + q) mod U: in turn within a pass, and each pass starts one further;
//   model (p + ⌊p / lcm(U, M)⌋ + ⌊q / U⌋) mod M: in turn, one further after each common round (only where U and M have
//   a
//         common divisor) and after each U passes.
//
// So in U · M passes every prompt goes once to every pair of a URL and a model.
//
// Sticky: a session keeps to one URL; what belongs to none keeps to that of its prompt. Deterministic in the plan and
// the seed; knows nothing of agents. Not for several threads at once.
class TargetTurns {
 public:
  // `payloads` > 0 in all. `purpose` keeps the draws of two phases apart.
  TargetTurns(const TargetPlan& target, int64_t payloads, uint64_t seed, const char* purpose);

  // Fills in the target of the phase's request number `ordinal` (0, 1 …): each once, in order. Its payload and session
  // are set.
  void Choose(int64_t ordinal, wire::ScheduledRequest& request);

 private:
  uint64_t UrlTurn(int64_t ordinal) const;
  uint64_t ModelTurn(int64_t ordinal) const;

  const UrlStrategy url_strategy_;
  const bool draw_models_;
  const int64_t payloads_, urls_, models_;
  Rng rng_;
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_TARGET_TURNS_H_
