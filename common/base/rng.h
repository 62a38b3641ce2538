#ifndef COMMON_BASE_RNG_H_
#define COMMON_BASE_RNG_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace barrage {

// One stream of pseudo-random numbers a purpose, from one named seed: the same on every machine and compiler
// (xoshiro256++ by Blackman and Vigna, seeded with splitmix64; nothing of <random>, whose distributions differ between
// libraries). Copyable; not for several threads at once.
class Rng {
 public:
  // Streams of different purposes ("arrival", "prompt") are independent.
  Rng(uint64_t seed, absl::string_view purpose);

  uint64_t Next();

  // In [0, 1), with 53 bits.
  double Uniform();

  // In [0, bound), without bias. Requires bound > 0.
  uint64_t Below(uint64_t bound);

  // Exponential with mean 1: −ln(1 − U).
  double Exponential();

  // Standard normal (Marsaglia's polar method).
  double Normal();

  // Gamma with the given shape > 0 and scale 1 (Marsaglia and Tsang 2000; shape < 1 by the boost U^(1/shape)).
  double Gamma(double shape);

 private:
  uint64_t state_[4];
};

}  // namespace barrage

#endif  // COMMON_BASE_RNG_H_
