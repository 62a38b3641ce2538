#include "coordinator/cli/target_approach.h"

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/http/secrets.h"
#include "coordinator/cli/fleet_setup.h"
#include "coordinator/plan/target_url.h"

namespace barrage {
namespace {

// A secret beside the key that each agent is sent; empty: there is none.
std::string OtherSecret(const TargetPlan& target, const ProxyChoice& proxy) {
  for (const auto& [name, value] : target.headers) {
    if (IsSecretHeader(name) && !value.empty()) return absl::StrCat("the header ", name);
  }
  for (const std::string& url : target.urls) {
    if (WithoutUser(url) != url) return absl::StrCat("the password in ", WithoutUser(url));
  }
  if (WithoutUser(proxy.proxy) != proxy.proxy) return absl::StrCat("the password in ", proxy.from);
  return "";
}

// What travels to the agents must not be read on the way.
absl::Status PlaceKey(const Plan& plan, const ApiKey& key, const ProxyChoice& proxy, RunObserver& observer,
                      ResolvedTarget& target) {
  const bool is_safe = plan.fleet.tls_cert || IsLoopback(ListenAddress(plan.fleet));
  if (const std::string secret = OtherSecret(plan.target, proxy); !is_safe && !secret.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(secret,
                     " would travel to the agents without TLS. Give the agents' stream TLS (--tls-cert, "
                     "--tls-key), or let each agent read a key with its own --api-key-file."));
  }
  if (!key.secret || is_safe) {
    target.api_key = key.secret;
    return absl::OkStatus();
  }
  if (key.from_file) {
    observer.OnNotice("the key stays here: each agent needs its own --api-key-file");
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the key of ", key.source,
                   " would travel to the agents without TLS. Start each agent with --api-key-file, and name the file "
                   "here with --api-key-file too."));
}

// A target that may only need time.
absl::Status WithAdvice(const absl::Status& status, absl::string_view url) {
  if (!absl::IsUnavailable(status) && !absl::IsDeadlineExceeded(status)) return status;
  return absl::Status(status.code(), absl::StrCat(status.message(), ". Try: barrage probe --url ", WithoutUser(url),
                                                  " --wait-for-model-timeout 60"));
}

}  // namespace

absl::StatusOr<Approach> ApproachTarget(const CommandLine& line, const StopSignal& stop, RunObserver& observer) {
  const Plan& plan = line.settings.plan;
  Approach approach;
  auto key = FindApiKey(line);
  if (!key.ok()) return absl::InvalidArgumentError(key.status().message());
  approach.key = *std::move(key);
  if (approach.key.source == "--api-key") {
    observer.OnNotice(
        "warning: a key on the command line can be read by everybody on this machine; --api-key-file "
        "or OPENAI_API_KEY keep it");
  }
  ASSIGN_OR_RETURN(const std::string base, BaseUrl(plan.target.urls.front()));
  approach.proxy = ChooseProxy(base, plan.target.no_proxy, line.environment);
  RETURN_IF_ERROR(PlaceKey(plan, approach.key, approach.proxy, observer, approach.target.resolved));
  if (!approach.proxy.proxy.empty()) {
    observer.OnNotice(absl::StrCat("warning: requests go through the proxy of ", approach.proxy.from,
                                   ", and its delays count; --no-proxy avoids it"));
  }
  const std::optional<std::string> travelling = approach.target.resolved.api_key;
  auto probed = ProbeTarget({plan, approach.key.secret, approach.proxy, stop,
                             [&](absl::string_view sentence) { observer.OnNotice(sentence); }});
  const bool may_differ = plan.fleet.expect_agents && !plan.target.models.empty();
  if (probed.ok()) {
    approach.target = *std::move(probed);
  } else if (may_differ && absl::IsUnavailable(probed.status())) {
    observer.OnNotice(absl::StrCat("warning: from here the target is out of reach, the agents will try: ",
                                   probed.status().message()));
    approach.target = UnprobedTarget(plan);
  } else {
    return WithAdvice(probed.status(), plan.target.urls.front());
  }
  approach.target.resolved.api_key = travelling;
  approach.pages = FindMetricsPages({plan.target, approach.key.secret, approach.proxy}, approach.target.warnings);
  for (const std::string& warning : approach.target.warnings) observer.OnNotice(absl::StrCat("warning: ", warning));
  return approach;
}

}  // namespace barrage
