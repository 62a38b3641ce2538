#include "coordinator/plan/plan_validator.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/near_name.h"
#include "common/openai/endpoint.h"
#include "common/openai/json_path.h"
#include "coordinator/plan/target_url.h"

namespace barrage {
namespace {

class Problems {
 public:
  explicit Problems(const OptionTree& tree) : tree_(tree) {}

  // Adds "WHERE what" when `wrong`.
  void AddIf(bool wrong, absl::string_view flag, absl::string_view what) {
    if (wrong) found_.push_back(absl::StrCat(tree_.WhereOf(flag), " ", what));
  }

  bool Given(absl::string_view flag) const { return tree_.Find(flag) != nullptr; }

  std::vector<std::string> Take() { return std::move(found_); }

 private:
  const OptionTree& tree_;
  std::vector<std::string> found_;
};

void CheckTarget(const TargetPlan& target, Problems& problems) {
  for (const std::string& url : target.urls) {
    const auto base = BaseUrl(url);
    problems.AddIf(!base.ok(), "--url", base.status().message());
  }
  const EndpointRow* const endpoint = FindEndpoint(target.endpoint_type);
  if (endpoint == nullptr) {
    std::vector<std::string> names;
    for (const EndpointRow& row : Endpoints()) names.emplace_back(row.name);
    const auto near = NearName(target.endpoint_type, names);
    problems.AddIf(true, "--endpoint-type",
                   absl::StrCat("must be one of ", absl::StrJoin(names, ", "), ", got '", target.endpoint_type, "'",
                                near ? absl::StrCat(" (did you mean ", *near, "?)") : ""));
  } else {
    problems.AddIf(target.streaming && !endpoint->can_stream, "--streaming",
                   absl::StrCat("cannot be on: ", endpoint->name, " answers do not stream"));
  }
  const std::string path = target.endpoint_path.value_or("/");
  problems.AddIf(!absl::StrContains(path, "/") && absl::StrContains(path, ":"), "--endpoint",
                 absl::StrCat("is a path, such as /v1/chat/completions; --url ", path, " says where"));
  const bool is_template = target.endpoint_type == "template";
  problems.AddIf(is_template && !target.payload_template, "--endpoint-type", "template needs --payload-template");
  for (const auto& [value, flag] : {std::pair(&target.payload_template, "--payload-template"),
                                    std::pair(&target.response_field, "--response-field")}) {
    problems.AddIf(value->has_value() && !is_template, flag, "is for --endpoint-type template");
  }
  if (target.response_field) {
    const auto path = ParseJsonPath(*target.response_field);
    problems.AddIf(!path.ok(), "--response-field", path.status().message());
  }
  problems.AddIf(target.cert.has_value() != target.key.has_value(), target.cert ? "--cert" : "--key",
                 target.cert ? "needs --key beside it" : "needs --cert beside it");
}

void CheckLoad(const LoadPlan& load, Problems& problems) {
  problems.AddIf(load.request_rate && !load.stages.empty(), "--stage", "and --request-rate exclude each other");
  problems.AddIf(load.request_rate_ramp && !load.request_rate, "--request-rate-ramp-duration", "needs --request-rate");
  problems.AddIf(load.arrival_smoothness != 1 && load.arrival != ArrivalKind::kGamma, "--arrival-smoothness",
                 "needs --request-distribution gamma");
  problems.AddIf(load.concurrency_ramp && !problems.Given("--concurrency"), "--concurrency-ramp-duration",
                 "needs --concurrency");
  problems.AddIf(load.cancellation_delay > absl::ZeroDuration() && load.cancellation_rate == 0,
                 "--request-cancellation-delay", "needs --request-cancellation-rate");
}

void CheckUsers(const LoadPlan& load, Problems& problems) {
  problems.AddIf(load.users && !load.user_rate, "--num-users", "needs --user-centric-rate");
  if (!load.user_rate) return;
  problems.AddIf(!load.users, "--user-centric-rate", "needs --num-users");
  problems.AddIf(load.request_rate || !load.stages.empty(), "--user-centric-rate",
                 "is a load of its own: it excludes --request-rate and --stage");
  problems.AddIf(load.arrival != ArrivalKind::kPoisson, "--request-distribution",
                 "is for --request-rate: the users of --user-centric-rate come at even distances");
  problems.AddIf(load.concurrency && load.users && *load.concurrency < *load.users, "--concurrency",
                 "must be at least --num-users: each user has one request in flight at most");
  problems.AddIf(load.concurrency_ramp.has_value(), "--concurrency-ramp-duration",
                 "is for slots: the users of --user-centric-rate are there from the start, one after another");
}

void CheckSchedule(const Plan& plan, Problems& problems) {
  const LoadPlan& load = plan.load;
  const bool schedule = load.fixed_schedule;
  constexpr absl::string_view kNeeds = "needs --fixed-schedule";
  problems.AddIf(load.schedule_auto_offset && !schedule, "--fixed-schedule-auto-offset", kNeeds);
  problems.AddIf(load.schedule_start && !schedule, "--fixed-schedule-start-offset", kNeeds);
  problems.AddIf(load.schedule_end && !schedule, "--fixed-schedule-end-offset", kNeeds);
  problems.AddIf(load.schedule_speedup != 1 && !schedule, "--synthesis-speedup-ratio", kNeeds);
  if (!schedule) return;
  problems.AddIf(!plan.dataset.input_file, "--fixed-schedule", "needs --input-file, whose lines have a timestamp");
  problems.AddIf(load.request_rate || !load.stages.empty() || load.user_rate, "--fixed-schedule",
                 "is a load of its own: it excludes --request-rate, --stage and --user-centric-rate");
  problems.AddIf(load.schedule_auto_offset && load.schedule_start, "--fixed-schedule-auto-offset",
                 "and --fixed-schedule-start-offset exclude each other");
  problems.AddIf(load.schedule_end && *load.schedule_end < load.schedule_start.value_or(absl::ZeroDuration()),
                 "--fixed-schedule-end-offset", "must not be before --fixed-schedule-start-offset");
}

void CheckDataset(const DatasetPlan& dataset, Problems& problems) {
  problems.AddIf(dataset.input_file && absl::StartsWith(*dataset.input_file, "payload:"), "--input-file",
                 "payload:FILE is of raw bodies; this version reads prompts, one JSON object a line");
  problems.AddIf(dataset.output_tokens_deterministic && !dataset.output_tokens_mean && dataset.length_pairs.empty(),
                 "--output-tokens-mean-deterministic", "needs --output-tokens-mean");
  problems.AddIf(dataset.output_tokens_stddev > 0 && !dataset.output_tokens_mean, "--output-tokens-stddev",
                 "needs --output-tokens-mean");
  problems.AddIf(dataset.unique_prompts && dataset.input_file, "--unique-prompts",
                 "is for synthetic prompts; those of --input-file are as they are");
  problems.AddIf(dataset.num_prefix_prompts > 0 && dataset.input_file, "--num-prefix-prompts",
                 "is for synthetic prompts; those of --input-file are as they are");
}

void CheckLengthPairs(const Plan& plan, Problems& problems) {
  if (plan.dataset.length_pairs.empty()) return;
  for (const absl::string_view flag : {"--synthetic-input-tokens-mean", "--synthetic-input-tokens-stddev",
                                       "--output-tokens-mean", "--output-tokens-stddev"}) {
    problems.AddIf(problems.Given(flag), flag, "and --seq-dist exclude each other: it sets the lengths");
  }
  problems.AddIf(plan.dataset.input_file.has_value(), "--seq-dist",
                 "is for synthetic prompts; those of --input-file are as they are");
  const EndpointRow* const endpoint = FindEndpoint(plan.target.endpoint_type);
  problems.AddIf(endpoint != nullptr && endpoint->question != Question::kPrompt, "--seq-dist",
                 absl::StrCat("is for prompts with an answer: ", plan.target.endpoint_type, " has none"));
}

void CheckBatch(const Plan& plan, Problems& problems) {
  const EndpointRow* const endpoint = FindEndpoint(plan.target.endpoint_type);
  const bool asks_batches =
      endpoint == nullptr || endpoint->question != Question::kPrompt || plan.target.endpoint_type == "template";
  problems.AddIf(plan.dataset.batch_size > 1 && !asks_batches, "--batch-size",
                 absl::StrCat("is for embeddings, rankings and template: a ", plan.target.endpoint_type,
                              " request asks one prompt"));
  problems.AddIf(plan.dataset.batch_size > 1 && plan.load.fixed_schedule, "--batch-size",
                 "and --fixed-schedule exclude each other: a line of the schedule is a request");
}

void CheckMedia(const MediaPlan& media, Problems& problems) {
  problems.AddIf(media.image_width_mean > 0 && media.image_height_mean == 0, "--image-width-mean",
                 "needs --image-height-mean beside it");
  problems.AddIf(media.image_height_mean > 0 && media.image_width_mean == 0, "--image-height-mean",
                 "needs --image-width-mean beside it");
  problems.AddIf(media.has_audio() && media.audio_format == AudioFormat::kMp3, "--audio-format",
                 "mp3 is not made here: wav, or files that the prompts name");
  for (const int64_t bits : media.audio_depths) {
    problems.AddIf(bits % 8 != 0, "--audio-depths", absl::StrCat("must be 8, 16, 24 or 32, got ", bits));
  }
}

void CheckFleet(const FleetPlan& fleet, Problems& problems) {
  problems.AddIf(fleet.tls_cert.has_value() != fleet.tls_key.has_value(), fleet.tls_cert ? "--tls-cert" : "--tls-key",
                 fleet.tls_cert ? "needs --tls-key beside it" : "needs --tls-cert beside it");
  problems.AddIf(fleet.tls_ca && !fleet.tls_cert, "--tls-ca", "needs --tls-cert and --tls-key beside it");
  problems.AddIf(fleet.tls_cert && !fleet.expect_agents, "--tls-cert",
                 "is for agents that dial in from elsewhere: --expect-agents");
  if (!fleet.listen) return;
  const std::string& address = *fleet.listen;
  const size_t colon = address.rfind(':');
  int port;
  problems.AddIf(colon == std::string::npos || colon == 0 || !absl::SimpleAtoi(address.substr(colon + 1), &port) ||
                     port < 0 || port > 65535,
                 "--listen", absl::StrCat("must be HOST:PORT, got '", address, "'"));
}

void CheckOutput(const OutputPlan& output, Problems& problems) {
  problems.AddIf(output.profile_export_file.find('/') != std::string::npos, "--profile-export-file",
                 "is a name, not a path; --artifact-dir says where");
}

}  // namespace

std::vector<std::string> ValidatePlan(const Plan& plan, const OptionTree& tree) {
  Problems problems(tree);
  CheckTarget(plan.target, problems);
  CheckLoad(plan.load, problems);
  CheckUsers(plan.load, problems);
  CheckSchedule(plan, problems);
  CheckDataset(plan.dataset, problems);
  CheckLengthPairs(plan, problems);
  CheckBatch(plan, problems);
  CheckMedia(plan.dataset.media, problems);
  CheckFleet(plan.fleet, problems);
  CheckOutput(plan.output, problems);
  return problems.Take();
}

}  // namespace barrage
