#include "coordinator/target/target_probe.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/status_macros.h"
#include "common/http/secrets.h"
#include "common/openai/endpoint.h"
#include "coordinator/plan/target_url.h"
#include "coordinator/target/engine_probe.h"
#include "coordinator/target/model_list.h"
#include "coordinator/target/readiness.h"
#include "coordinator/target/target_access.h"
#include "coordinator/target/usage_probe.h"

namespace barrage {
namespace {

constexpr absl::Duration kQuestion = absl::Seconds(10);     // readiness, models
constexpr absl::Duration kTinyRequest = absl::Seconds(20);  // one token

// The plan was validated: its URLs are URLs.
std::vector<std::string> BaseUrls(const Plan& plan) {
  std::vector<std::string> bases;
  for (const std::string& url : plan.target.urls) bases.push_back(BaseUrl(url).value());
  return bases;
}

std::string PathOf(const Plan& plan) {
  const EndpointRow& endpoint = *FindEndpoint(plan.target.endpoint_type);
  return plan.target.endpoint_path.value_or(std::string(DefaultPath(endpoint, plan.target.streaming)));
}

// Chooses the models: the plan's, or the only one that the server lists.
absl::Status ChooseModels(const Plan& plan, const std::string& base, const ModelList& list, ProbedTarget& found) {
  const std::string listed = absl::StrJoin(list.ids, ", ");
  if (plan.target.models.empty()) {
    if (list.ids.size() == 1) {
      found.resolved.models = list.ids;
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(absl::StrCat("--model is needed: ", WithoutUser(base), " lists ",
                                                   list.ids.empty() ? "no model" : absl::StrCat("several: ", listed)));
  }
  found.resolved.models = plan.target.models;
  for (const std::string& model : plan.target.models) {
    if (!list.ids.empty() && std::find(list.ids.begin(), list.ids.end(), model) == list.ids.end()) {
      found.warnings.push_back(absl::StrCat("the server does not list the model ", model, "; it lists ", listed));
    }
  }
  return absl::OkStatus();
}

Secrets SecretsOf(const ProbeOrder& order) {
  Secrets secrets;
  if (order.api_key) secrets.AddKey(*order.api_key);
  for (const auto& [name, value] : order.plan.target.headers) secrets.AddHeader(name, value);
  for (const std::string& url : order.plan.target.urls) secrets.AddUrl(url);
  secrets.AddUrl(order.proxy.proxy);
  return secrets;
}

// Sends a tiny request, and learns from it what the run must do without.
void TryRequest(const ProbeOrder& order, ProbedTarget& found) {
  const TargetPlan& target = order.plan.target;
  const UsageProbe probe =
      ProbeUsage({.endpoint = *FindEndpoint(target.endpoint_type),
                  .url = found.resolved.urls.front(),
                  .model = found.resolved.models.front(),
                  .streaming = target.streaming,
                  .legacy_max_tokens = target.use_legacy_max_tokens,
                  .extra_body_json = target.extra_body_json},
                 TargetAccess({target, order.api_key, order.proxy}, kTinyRequest), SecretsOf(order));
  found.resolved.include_usage = !probe.refused;
  found.max_tokens_only = probe.max_tokens_refused || probe.max_tokens_ignored;
  if (probe.refused) found.warnings.push_back("the server refuses stream_options: no token counts from it");
  if (probe.max_tokens_refused) {
    found.warnings.push_back("the server refuses max_completion_tokens: the run sends max_tokens");
  }
  if (probe.max_tokens_ignored) {
    found.warnings.push_back("the server ignores max_completion_tokens: the run sends max_tokens");
  }
  if (!probe.trouble.empty()) found.warnings.push_back(probe.trouble);
}

// Empty where it cannot be had. Many servers have no such page; one that fails at it is worth a warning.
ModelList ListModels(const std::string& base, const HttpOptions& access, std::vector<std::string>& warnings) {
  const auto answer = HttpGet(absl::StrCat(base, "/v1/models"), access);
  if (!answer.ok()) return {};
  if (answer->status / 100 == 2) return ReadModelList(answer->body).value_or(ModelList{});
  if (answer->status / 100 == 5) {
    warnings.push_back(
        absl::StrCat(WithoutUser(base), "/v1/models answers ", answer->status, ": what it serves was not looked up"));
  }
  return {};
}

}  // namespace

absl::StatusOr<ProbedTarget> ProbeTarget(const ProbeOrder& order) {
  const Plan& plan = order.plan;
  const HttpOptions access = TargetAccess({plan.target, order.api_key, order.proxy}, kQuestion);
  ProbedTarget found;
  const std::vector<std::string> bases = BaseUrls(plan);
  std::optional<Readiness> first;
  for (const std::string& base : bases) {
    ASSIGN_OR_RETURN(const Readiness ready,
                     WaitUntilReady(base, access, plan.target.wait_for_model_timeout, order.stop, order.notice));
    if (!first) first = ready;
    found.resolved.urls.push_back(RequestUrl(base, PathOf(plan)));
  }
  const ModelList list = ListModels(bases.front(), access, found.warnings);
  RETURN_IF_ERROR(ChooseModels(plan, bases.front(), list, found));
  if (!first->path.empty()) found.resolved.warm_path = absl::StrCat(UrlPath(bases.front()), first->path);

  // A template says itself what it asks: nothing of it can be done without.
  if (FindEndpoint(plan.target.endpoint_type)->asks_tokens && !plan.target.payload_template) TryRequest(order, found);
  wire::TargetFacts& facts = found.facts;
  for (const std::string& url : found.resolved.urls) facts.add_urls(WithoutUser(url));
  facts.mutable_models()->Assign(list.ids.begin(), list.ids.end());
  facts.set_server(first->server);
  facts.set_engine(FindEngine(bases.front(), access, first->server, list.owner).Text());
  facts.set_model(absl::StrJoin(found.resolved.models, ","));
  facts.set_usage_refused(!found.resolved.include_usage);
  return found;
}

ProbedTarget UnprobedTarget(const Plan& plan) {
  ProbedTarget found;
  for (const std::string& base : BaseUrls(plan)) found.resolved.urls.push_back(RequestUrl(base, PathOf(plan)));
  found.resolved.models = plan.target.models;
  for (const std::string& url : found.resolved.urls) found.facts.add_urls(WithoutUser(url));
  found.facts.set_model(absl::StrJoin(found.resolved.models, ","));
  return found;
}

}  // namespace barrage
