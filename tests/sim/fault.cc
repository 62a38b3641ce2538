#include "tests/sim/fault.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/rng.h"

namespace barrage::sim {

const std::vector<FaultName>& FaultNames() {
  static const std::vector<FaultName>& names = *new std::vector<FaultName>{
      {FaultKind::kRefuse, "refuse", "connection closed as soon as it is accepted"},
      {FaultKind::kResetBeforeHeaders, "reset-before-headers", "request read, then RST"},
      {FaultKind::kResetMidStream, "reset-mid-stream", "half of the tokens, then RST"},
      {FaultKind::kCloseMidStream, "close-mid-stream", "half of the tokens, then FIN between two chunks"},
      {FaultKind::kCutChunk, "cut-chunk", "half of the tokens, then FIN within a chunk"},
      {FaultKind::kTruncate, "truncate", "half of the tokens, clean last chunk, no finish_reason, no [DONE]"},
      {FaultKind::kHttp500, "http-500", "500 with a JSON body"},
      {FaultKind::kHttp500Html, "http-500-html", "500 with an HTML body"},
      {FaultKind::kHttp429, "http-429", "429 with Retry-After: 1"},
      {FaultKind::kHttp503, "http-503", "503 with Retry-After: 1"},
      {FaultKind::kRedirect, "redirect", "307 to the same path"},
      {FaultKind::kErrorEvent, "error-event", "half of the tokens, an error event, then a clean end"},
      {FaultKind::kHangAfterHeaders, "hang-after-headers", "headers, then nothing"},
      {FaultKind::kHangMidStream, "hang-mid-stream", "half of the tokens, then nothing"},
      {FaultKind::kDrip, "drip", "after the headers one byte a second"},
      {FaultKind::kFragment, "fragment", "each byte after the headers is a write of its own"},
      {FaultKind::kGarbageLine, "garbage-line", "half of the tokens, one broken JSON line, then the rest"},
      {FaultKind::kNoDone, "no-done", "everything but [DONE]"},
  };
  return names;
}

const char* Name(FaultKind kind) {
  for (const FaultName& entry : FaultNames()) {
    if (entry.kind == kind) return entry.name;
  }
  return "none";
}

absl::StatusOr<FaultRule> ParseFaultRule(absl::string_view text) {
  const size_t at = text.find('@');
  const absl::string_view name = text.substr(0, at);
  FaultRule rule;
  for (const FaultName& entry : FaultNames()) {
    if (name == entry.name) rule.kind = entry.kind;
  }
  if (rule.kind == FaultKind::kNone) return absl::InvalidArgumentError(absl::StrCat("no such fault: '", name, "'"));
  if (at == absl::string_view::npos) return rule;
  const absl::string_view share = text.substr(at + 1);
  if (!absl::SimpleAtod(share, &rule.share) || !(rule.share > 0 && rule.share <= 1)) {
    return absl::InvalidArgumentError(absl::StrCat("the share must be in (0, 1], got '", share, "'"));
  }
  return rule;
}

FaultKind DrawRequestFault(const std::vector<FaultRule>& rules, uint64_t seed, uint64_t key) {
  if (rules.empty()) return FaultKind::kNone;
  double left = Rng(seed ^ key, "fault").Uniform();
  for (const FaultRule& rule : rules) {
    if (rule.kind == FaultKind::kRefuse) continue;
    if (left < rule.share) return rule.kind;
    left -= rule.share;
  }
  return FaultKind::kNone;
}

bool DrawRefusal(const std::vector<FaultRule>& rules, uint64_t seed, uint64_t connection_ordinal) {
  for (const FaultRule& rule : rules) {
    if (rule.kind != FaultKind::kRefuse) continue;
    if (Rng(seed ^ connection_ordinal, "refuse").Uniform() < rule.share) return true;
  }
  return false;
}

}  // namespace barrage::sim
