#include "coordinator/target/readiness.h"

#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/http/url_secrets.h"

namespace barrage {
namespace {

constexpr const char* kPaths[] = {"/v1/health/ready", "/health", "/v2/health/ready", "/v1/models"};
constexpr auto kPause = std::chrono::milliseconds(500);
constexpr auto kGlance = std::chrono::milliseconds(50);  // how soon a signal is seen

bool IsFinal(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsInvalidArgument(status);
}

}  // namespace

absl::StatusOr<Readiness> AskReady(const std::string& base, const HttpOptions& access) {
  Readiness readiness;
  std::string seen;
  for (const char* const path : kPaths) {
    ASSIGN_OR_RETURN(const HttpResponse answer, HttpGet(absl::StrCat(base, path), access));
    if (const std::string* const server = answer.Header("server")) readiness.server = *server;
    if (answer.status / 100 == 2) {
      readiness.path = path;
      return readiness;
    }
    if (answer.status >= 502 && answer.status <= 504) {
      return absl::UnavailableError(
          absl::StrCat(UrlWithoutSecrets(base), path, " answers ", answer.status, ": not ready"));
    }
    if (answer.status / 100 != 4) seen = absl::StrCat(UrlWithoutSecrets(base), path, " answers ", answer.status);
  }
  if (!seen.empty()) return absl::UnavailableError(absl::StrCat(seen, ": not ready"));
  return readiness;
}

absl::StatusOr<Readiness> WaitUntilReady(const std::string& base, const HttpOptions& access, absl::Duration timeout,
                                         const StopSignal& stop, const std::function<void(absl::string_view)>& notice) {
  const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(timeout);
  std::string told;
  while (true) {
    auto readiness = AskReady(base, access);
    if (readiness.ok() || IsFinal(readiness.status())) return readiness;
    if (stop.level() != StopLevel::kNone) return absl::CancelledError("interrupted while waiting for the target");
    if (std::chrono::steady_clock::now() + kPause > deadline) return readiness;
    const std::string state(readiness.status().message());
    if (state != told) notice(absl::StrCat("Waiting for the target: ", state));
    told = state;
    for (auto waited = kGlance; waited < kPause && stop.level() == StopLevel::kNone; waited += kGlance) {
      std::this_thread::sleep_for(kGlance);
    }
  }
}

}  // namespace barrage
