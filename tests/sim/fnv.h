#ifndef TESTS_SIM_FNV_H_
#define TESTS_SIM_FNV_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace barrage::sim {

// FNV-1a, 64 bits (offset basis 0xcbf29ce484222325, prime 0x100000001b3).
inline uint64_t Fnv1a64(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : bytes) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3u;
  return hash;
}

}  // namespace barrage::sim

#endif  // TESTS_SIM_FNV_H_
