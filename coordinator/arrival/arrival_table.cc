#include <cstdint>
#include <memory>

#include "common/base/rng.h"
#include "coordinator/arrival/arrival_process.h"
#include "coordinator/arrival/constant.h"
#include "coordinator/arrival/gamma.h"
#include "coordinator/arrival/poisson.h"

namespace barrage {
namespace {

struct Row {
  ArrivalKind kind;
  std::unique_ptr<ArrivalProcess> (*make)(double smoothness, const Rng& rng);
};

constexpr Row kProcesses[] = {
    {ArrivalKind::kConstant,
     [](double, const Rng&) -> std::unique_ptr<ArrivalProcess> { return std::make_unique<ConstantArrivals>(); }},
    {ArrivalKind::kPoisson,
     [](double, const Rng& rng) -> std::unique_ptr<ArrivalProcess> { return std::make_unique<PoissonArrivals>(rng); }},
    {ArrivalKind::kGamma,
     [](double smoothness, const Rng& rng) -> std::unique_ptr<ArrivalProcess> {
       return std::make_unique<GammaArrivals>(smoothness, rng);
     }},
};

}  // namespace

std::unique_ptr<ArrivalProcess> MakeArrivalProcess(ArrivalKind kind, double smoothness, uint64_t seed,
                                                   const char* purpose) {
  for (const Row& row : kProcesses) {
    if (row.kind == kind) return row.make(smoothness, Rng(seed, purpose));
  }
  return nullptr;
}

}  // namespace barrage
