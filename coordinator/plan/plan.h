#ifndef COORDINATOR_PLAN_PLAN_H_
#define COORDINATOR_PLAN_PLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace barrage {

enum class ArrivalKind { kConstant, kPoisson, kGamma };
enum class UrlStrategy { kRoundRobin, kLeastLoaded, kSticky };
enum class ModelStrategy { kRoundRobin, kRandom };
enum class ConnectionReuse { kPooled, kNever, kStickyUserSessions };
enum class OnAgentLoss { kStop, kContinue, kRedistribute };
enum class OnMissingAgents { kFail, kProceed };
enum class OnTargetLoss { kStop, kContinue };
enum class TokenSource { kAuto, kServer, kTokenizer, kEvents };
enum class ImageFormat { kPng, kJpeg, kRandom };
enum class AudioFormat { kWav, kMp3 };
enum class ExportLevel { kSummary, kRecords, kRaw };

// Where the requests go and what they are like.
struct TargetPlan {
  std::vector<std::string> urls = {"localhost:8000"};  // as given; with or without scheme and /v1
  UrlStrategy url_strategy = UrlStrategy::kRoundRobin;
  std::vector<std::string> models;  // empty: the one that the server lists
  ModelStrategy model_strategy = ModelStrategy::kRoundRobin;
  std::string endpoint_type = "chat";  // a name in the endpoint table
  std::optional<std::string> endpoint_path;
  bool streaming = true;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string extra_body_json;                                  // an object; empty: none
  std::optional<std::string> payload_template, response_field;  // of the endpoint `template`
  bool use_legacy_max_tokens = false;
  std::optional<std::string> api_key_file;  // the key itself never stands in a plan
  std::optional<std::string> cacert, cert, key;
  bool insecure = false;
  bool no_proxy = false;
  absl::Duration wait_for_model_timeout = absl::ZeroDuration();
  ConnectionReuse reuse = ConnectionReuse::kPooled;
  absl::Duration idle_reuse = absl::Seconds(4);
  std::optional<bool> warm_connections;  // absent: on where connections are reused
  bool user_stamps = false;
  std::vector<std::string> server_metrics_urls;  // as given; empty: looked for beside the target
  bool no_server_metrics = false;
};

// A rate held for a while. `from` differs from `to` in a ramp.
struct RateStage {
  double from_per_s = 0, to_per_s = 0;
  absl::Duration length;
};

// When the requests go.
struct LoadPlan {
  std::optional<int64_t> concurrency;  // closed loop; with a rate: its cap
  std::optional<double> request_rate;  // open loop, requests/s
  std::vector<RateStage> stages;       // instead of request_rate
  ArrivalKind arrival = ArrivalKind::kPoisson;
  double arrival_smoothness = 1;  // gamma's shape
  std::optional<absl::Duration> concurrency_ramp, request_rate_ramp;
  std::optional<double> user_rate;    // requests/s of all users together, each of whom asks again at even distances
  std::optional<int64_t> users;       // with user_rate
  bool fixed_schedule = false;        // the input file says when
  bool schedule_auto_offset = false;  // its first request is at t0
  std::optional<absl::Duration> schedule_start, schedule_end;  // the part of it that is sent, both included
  double schedule_speedup = 1;
  std::optional<int64_t> request_count;
  std::optional<absl::Duration> duration;
  absl::Duration grace = absl::Seconds(30);
  bool cut_at_end = false;  // cut what runs at the end instead of draining it
  int64_t warmup_request_count = 0;
  std::optional<absl::Duration> warmup_duration;
  absl::Duration request_timeout = absl::Seconds(21600);
  absl::Duration no_progress_timeout = absl::Seconds(300);
  double cancellation_rate = 0;  // percent of requests
  absl::Duration cancellation_delay = absl::ZeroDuration();
  std::optional<double> max_error_rate;  // percent
  OnTargetLoss on_target_loss = OnTargetLoss::kStop;

  // Requests have times of their own.
  bool open_loop() const {
    return request_rate.has_value() || !stages.empty() || user_rate.has_value() || fixed_schedule;
  }
  // Requests that may be in flight at once: the slots of a closed loop or a capped rate, or the users, each of whom is
  // a slot. Absent: without limit.
  std::optional<int64_t> slots() const {
    if (user_rate) return users;
    return open_loop() ? concurrency : std::optional<int64_t>(concurrency.value_or(1));
  }
};

// Synthetic images and audio beside each prompt. None, unless both sides of an image or the length of audio are > 0.
struct MediaPlan {
  int64_t images = 1;  // in a request
  int64_t image_width_mean = 0, image_width_stddev = 0, image_height_mean = 0, image_height_stddev = 0;
  ImageFormat image_format = ImageFormat::kPng;
  int64_t audios = 1;  // in a request
  double audio_length_mean_s = 0, audio_length_stddev_s = 0;
  AudioFormat audio_format = AudioFormat::kWav;
  std::vector<double> audio_sample_rates_khz = {16};
  std::vector<int64_t> audio_depths = {16};  // bits
  int64_t audio_channels = 1;

  bool has_images() const { return images > 0 && image_width_mean > 0 && image_height_mean > 0; }
  bool has_audio() const { return audios > 0 && audio_length_mean_s > 0; }
};

// Synthetic queries and passages, beside batch_size and the lengths of DatasetPlan, which are those of passages.
struct RankingsPlan {
  int64_t passages_stddev = 0;                                    // of the passages in a request
  std::optional<int64_t> query_tokens_mean, query_tokens_stddev;  // absent: as passages
};

// Lengths of a share of the synthetic prompts and of their answers, in tokens.
struct LengthPair {
  int64_t input_mean = 0, input_stddev = 0, output_mean = 0, output_stddev = 0;
  double percent = 0;  // of all prompts
  bool operator==(const LengthPair&) const = default;
};

// What is asked.
struct DatasetPlan {
  std::optional<std::string> input_file;  // JSONL; absent: synthetic prompts
  std::optional<int64_t> num_prompts;     // unique prompts; absent: 100, or all of the file
  int64_t input_tokens_mean = 550, input_tokens_stddev = 0;
  std::optional<int64_t> output_tokens_mean;
  int64_t output_tokens_stddev = 0;
  std::vector<LengthPair> length_pairs;      // instead of the means and deviations above; their percents add up to 100
  bool output_tokens_deterministic = false;  // also min_tokens and ignore_eos
  int64_t num_prefix_prompts = 0, prefix_prompt_length = 100;
  int64_t batch_size = 1;  // inputs of a request that asks a batch
  MediaPlan media;
  RankingsPlan rankings;
  bool unique_prompts = false;
  std::optional<std::string> tokenizer;           // a file, a directory, or a name of the hub
  std::optional<std::string> tokenizer_revision;  // of the hub's; absent: main
  TokenSource token_source = TokenSource::kAuto;
};

// Who drives it.
struct FleetPlan {
  std::optional<int64_t> expect_agents;  // absent: local agents
  int64_t local_agents = 1;
  std::optional<int64_t> loops;       // of a local agent
  std::optional<std::string> listen;  // HOST:PORT
  absl::Duration agents_timeout = absl::Seconds(120);
  OnMissingAgents on_missing_agents = OnMissingAgents::kFail;
  OnAgentLoss on_agent_loss = OnAgentLoss::kStop;
  absl::Duration orphan_timeout = absl::Seconds(60);
  std::optional<std::string> agent_binary;
  std::optional<std::string> run_token_file;
  std::optional<std::string> tls_ca, tls_cert, tls_key;  // of the agents' stream; with a CA agents show certificates
};

// A limit on one metric, as GenAI-Perf's --goodput has it: "time_to_first_token:200".
struct GoodputRule {
  std::string tag;   // of the metric catalog
  double limit = 0;  // in the metric's unit
  bool operator==(const GoodputRule&) const = default;
};

// A threshold, as --assert has it: "ttft.p99<300ms".
struct AssertRule {
  std::string text;       // as given
  std::string tag;        // of the metric catalog
  std::string statistic;  // avg, min, max, std, p1 … p99_9, rate, count
  enum class Comparison { kLess, kLessEqual, kGreater, kGreaterEqual, kEqual } comparison = Comparison::kLess;
  double limit = 0;  // in the metric's unit
};

// A limit on how a metric changed from one run to another, as --fail-if has it: "ttft.p95>+5%".
struct ChangeRule {
  std::string text, tag, statistic;  // as in AssertRule
  AssertRule::Comparison comparison = AssertRule::Comparison::kGreater;
  double limit = 0;       // of the change: in percent of the first run's value, or in the metric's unit
  bool relative = false;  // in percent
};

// What is made of it.
struct OutputPlan {
  std::string artifact_dir = "artifacts";  // parent of the run's directory
  std::optional<std::string> run_name;
  std::string profile_export_file = "profile_export";  // stem of the compatibility files
  std::vector<std::pair<std::string, std::string>> labels;
  ExportLevel export_level = ExportLevel::kRecords;
  std::optional<absl::Duration> slice_duration;
  std::string definitions = "barrage";
  bool keep_text = false;
  bool strict = false;
  std::optional<int64_t> gpus;
  std::vector<GoodputRule> goodput;
  std::vector<AssertRule> asserts;
};

// A benchmark, complete and valid: every later step reads it, nobody changes it.
struct Plan {
  TargetPlan target;
  LoadPlan load;
  DatasetPlan dataset;
  FleetPlan fleet;
  OutputPlan output;
  uint64_t seed = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_PLAN_PLAN_H_
