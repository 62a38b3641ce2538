#include "coordinator/fleet/run_setup.h"

#include <algorithm>
#include <cmath>

#include "absl/time/time.h"

namespace barrage {
namespace {

// An open loop without a cap: how many streams to be ready for, and how many connections to open beforehand.
constexpr double kSecondsOfStreams = 5;
constexpr int64_t kLeastStreams = 64;
constexpr int64_t kMostWarm = 1024;

wire::RunSetup::Reuse ReuseOf(ConnectionReuse reuse) {
  switch (reuse) {
    case ConnectionReuse::kPooled:
      return wire::RunSetup::POOLED;
    case ConnectionReuse::kNever:
      return wire::RunSetup::NEVER;
    case ConnectionReuse::kStickyUserSessions:
      return wire::RunSetup::STICKY_SESSIONS;
  }
  return wire::RunSetup::POOLED;
}

// A fixed schedule's is not known here: enough for a few connections to be warm.
double HighestRate(const LoadPlan& load) {
  constexpr double kOfSchedule = 16;
  double rate = load.fixed_schedule ? kOfSchedule : load.request_rate.value_or(0);
  for (const RateStage& stage : load.stages) rate = std::max({rate, stage.from_per_s, stage.to_per_s});
  return rate;
}

}  // namespace

wire::RunSetup MakeRunSetup(const Plan& plan, const std::string& run_id, const ResolvedTarget& target) {
  const TargetPlan& asked = plan.target;
  wire::RunSetup setup;
  setup.set_run_id(run_id);
  setup.set_endpoint(asked.endpoint_type);
  setup.mutable_urls()->Assign(target.urls.begin(), target.urls.end());
  setup.mutable_models()->Assign(target.models.begin(), target.models.end());
  for (const auto& [name, value] : asked.headers) {
    wire::Header& header = *setup.add_headers();
    header.set_name(name);
    header.set_value(value);
  }
  setup.set_extra_body_json(asked.extra_body_json);
  setup.set_template_json(asked.payload_template.value_or(""));
  setup.set_template_answer_path(asked.response_field.value_or(""));
  setup.set_streaming(asked.streaming);
  setup.set_include_usage(target.include_usage);
  setup.set_legacy_max_tokens(asked.use_legacy_max_tokens);
  setup.set_request_timeout_ns(absl::ToInt64Nanoseconds(plan.load.request_timeout));
  setup.set_no_progress_timeout_ns(absl::ToInt64Nanoseconds(plan.load.no_progress_timeout));
  setup.set_idle_reuse_ns(absl::ToInt64Nanoseconds(asked.idle_reuse));
  setup.set_reuse(ReuseOf(asked.reuse));
  setup.set_ca_file(asked.cacert.value_or(""));
  setup.set_client_cert_file(asked.cert.value_or(""));
  setup.set_client_key_file(asked.key.value_or(""));
  setup.set_insecure_tls(asked.insecure);
  if (asked.no_proxy) setup.set_no_proxy("*");
  setup.set_api_key(target.api_key.value_or(""));
  setup.set_keep_text(plan.output.keep_text);
  setup.set_user_stamps(asked.user_stamps);
  setup.set_warm_path(target.warm_path);
  return setup;
}

wire::RunSetup SetupFor(const wire::RunSetup& common, const Plan& plan, const Member& member, int agents) {
  wire::RunSetup setup = common;
  setup.set_ordinal(member.ordinal);
  setup.set_agents(static_cast<uint32_t>(agents));
  int64_t streams = member.slots, warm = member.slots;
  if (!plan.load.slots()) {
    const double rate = HighestRate(plan.load) / agents;
    streams = std::max(kLeastStreams, static_cast<int64_t>(std::ceil(rate * kSecondsOfStreams)));
    warm = std::min(kMostWarm, static_cast<int64_t>(std::ceil(rate)));
  }
  // Where every request has a connection to itself none can be ready.
  const bool reuses = plan.target.reuse == ConnectionReuse::kPooled ||
                      (plan.target.reuse == ConnectionReuse::kStickyUserSessions && plan.load.user_rate);
  const bool warms = plan.target.warm_connections.value_or(reuses);
  setup.set_expected_streams(static_cast<uint32_t>(streams));
  setup.set_warm_connections(warms ? static_cast<uint32_t>(warm) : 0);
  return setup;
}

}  // namespace barrage
