#ifndef TESTS_SIM_FAULT_H_
#define TESTS_SIM_FAULT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage::sim {

enum class FaultKind {
  kNone,
  kRefuse,
  kResetBeforeHeaders,
  kResetMidStream,
  kCloseMidStream,
  kCutChunk,
  kTruncate,
  kHttp500,
  kHttp500Html,
  kHttp429,
  kHttp503,
  kRedirect,
  kErrorEvent,
  kHangAfterHeaders,
  kHangMidStream,
  kDrip,
  kFragment,
  kGarbageLine,
  kNoDone,
};

struct FaultName {
  FaultKind kind;
  const char* name;
  const char* help;
};

// Every kind but kNone, in the order of --help.
const std::vector<FaultName>& FaultNames();

// "none" for kNone.
const char* Name(FaultKind kind);

struct FaultRule {
  FaultKind kind = FaultKind::kNone;
  double share = 1;

  bool operator==(const FaultRule&) const = default;
};

// "KIND@SHARE" with 0 < SHARE <= 1, or "KIND" for all.
absl::StatusOr<FaultRule> ParseFaultRule(absl::string_view text);

// Which fault, if any, meets the request with this key: the same for the same seed and key. Shares add up. kRefuse
// is drawn per connection (`connection_ordinal`), all else per request.
FaultKind DrawRequestFault(const std::vector<FaultRule>& rules, uint64_t seed, uint64_t key);
bool DrawRefusal(const std::vector<FaultRule>& rules, uint64_t seed, uint64_t connection_ordinal);

}  // namespace barrage::sim

#endif  // TESTS_SIM_FAULT_H_
