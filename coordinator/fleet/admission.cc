#include "coordinator/fleet/admission.h"

#include <sys/random.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "common/base/hmac.h"

namespace barrage {
namespace {

constexpr size_t kMaxNameBytes = 253;  // a DNS name's

wire::Reject Because(wire::Reject::Reason reason, std::string message) {
  wire::Reject reject;
  reject.set_reason(reason);
  reject.set_message(std::move(message));
  return reject;
}

// Printable, so that it may stand in a report, and short.
bool IsName(absl::string_view text) {
  if (text.empty() || text.size() > kMaxNameBytes) return false;
  for (const char c : text) {
    if (c <= ' ' || c > '~' || c == '"' || c == '\\') return false;
  }
  return true;
}

}  // namespace

std::optional<wire::Reject> Refusal(const wire::Hello& hello, absl::string_view nonce,
                                    const std::optional<std::string>& run_token) {
  if (run_token && !SameCode(hello.hmac(), HmacSha256(*run_token, nonce))) {
    return Because(wire::Reject::TOKEN, "the run token is not this coordinator's: see --run-token-file");
  }
  const wire::AgentFacts& facts = hello.facts();
  if (!IsName(facts.id()) || !IsName(facts.incarnation())) {
    return Because(wire::Reject::UNKNOWN, "an agent needs an id and an incarnation of 1 to 253 printable characters");
  }
  if (hello.protocol_version() != kProtocolVersion) {
    return Because(wire::Reject::VERSION,
                   absl::StrCat("agent ", facts.id(), " speaks protocol version ", hello.protocol_version(),
                                ", this coordinator speaks ", kProtocolVersion, ": install the same barrage on both"));
  }
  return std::nullopt;
}

std::string NewNonce() {
  std::string nonce(32, '\0');
  if (::getrandom(nonce.data(), nonce.size(), 0) != static_cast<ssize_t>(nonce.size())) std::abort();
  return nonce;
}

}  // namespace barrage
