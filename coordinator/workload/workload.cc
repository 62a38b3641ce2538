#include "coordinator/workload/workload.h"

#include <filesystem>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/openai/endpoint.h"
#include "coordinator/workload/batch_dataset.h"
#include "coordinator/workload/fixed_schedule.h"
#include "coordinator/workload/jsonl_dataset.h"
#include "coordinator/workload/media_dataset.h"
#include "coordinator/workload/media_files.h"
#include "coordinator/workload/passages_dataset.h"
#include "coordinator/workload/prompt_tokens.h"
#include "coordinator/workload/synthetic_dataset.h"

namespace barrage {
namespace {

// GenAI-Perf's word for both kinds of a rankings request's texts.
constexpr absl::string_view kSyntheticPassages = "synthetic:queries,passages";

using SyntheticMaker = std::function<std::unique_ptr<Dataset>(const DatasetPlan& plan, uint64_t seed)>;

// The texts of a file, each a prompt.
absl::StatusOr<std::unique_ptr<Dataset>> ReadTextFile(const std::string& path, std::optional<int64_t> most) {
  const auto is_text = [](const wire::Payload& payload) {
    return payload.prompt().empty() ? absl::InvalidArgumentError("no text") : absl::OkStatus();
  };
  return ReadJsonlFile(path, most, is_text);
}

// Synthetic queries differ from the passages that the same seed gives.
constexpr uint64_t kOfQueries = 0x9e3779b97f4a7c15;

absl::StatusOr<std::unique_ptr<Dataset>> ReadPrompts(const Plan& plan) {
  const std::string& path = *plan.dataset.input_file;
  const EndpointRow* const row = FindEndpoint(plan.target.endpoint_type);
  BodyParameters parameters;
  parameters.body_template = plan.target.payload_template.value_or("");
  const std::string directory = std::filesystem::path(path).parent_path();
  std::optional<bool> batches;
  const auto fits = [&](wire::Payload& payload) {
    RETURN_IF_ERROR(LoadMedia(payload, directory));
    const bool is_batch = payload.texts_size() > 0;
    if (batches.value_or(is_batch) != is_batch) return absl::InvalidArgumentError("a batch among lines of one text");
    batches = is_batch;
    return row == nullptr ? absl::OkStatus() : row->endpoint().BuildBody(payload, parameters).status();
  };
  ASSIGN_OR_RETURN(std::unique_ptr<JsonlDataset> dataset, ReadJsonlFile(path, plan.dataset.num_prompts, fits));
  const std::optional<int64_t> count = StopRuleOf(plan.load, LoadPhase::kMeasured).count;
  if (plan.dataset.unique_prompts && (!count || *count > dataset->size() / plan.dataset.batch_size)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": holds ", dataset->size(), " prompts, ",
                                                   count ? absl::StrCat(*count) : "no fixed number of",
                                                   " requests with unique prompts are asked for"));
  }
  if (!plan.load.fixed_schedule) return dataset;
  ASSIGN_OR_RETURN(std::vector<FilePrompt> schedule,
                   ScheduleOf(plan.load, *plan.dataset.input_file, std::move(*dataset).Take()));
  return std::make_unique<JsonlDataset>(std::move(schedule));
}

// A query with passages: a line of a file each, or from queries.jsonl and passages.jsonl in a directory, or synthetic.
absl::StatusOr<std::unique_ptr<Dataset>> MakePassages(const Plan& plan, const SyntheticMaker& make_synthetic) {
  const DatasetPlan& asked = plan.dataset;
  std::unique_ptr<Dataset> queries, passages;
  std::error_code error;
  if (!asked.input_file || *asked.input_file == kSyntheticPassages) {
    DatasetPlan of_queries = asked;
    of_queries.input_tokens_mean = asked.rankings.query_tokens_mean.value_or(asked.input_tokens_mean);
    of_queries.input_tokens_stddev = asked.rankings.query_tokens_stddev.value_or(asked.input_tokens_stddev);
    queries = make_synthetic(of_queries, plan.seed ^ kOfQueries);
    passages = make_synthetic(asked, plan.seed);
  } else if (std::filesystem::is_directory(*asked.input_file, error)) {
    if (plan.load.fixed_schedule) {
      return absl::InvalidArgumentError(absl::StrCat(*asked.input_file,
                                                     ": a schedule is one file of lines with query, "
                                                     "passages and timestamp"));
    }
    ASSIGN_OR_RETURN(queries, ReadTextFile(*asked.input_file + "/queries.jsonl", asked.num_prompts));
    ASSIGN_OR_RETURN(passages, ReadTextFile(*asked.input_file + "/passages.jsonl", std::nullopt));
  } else {
    return ReadPrompts(plan);
  }
  return std::make_unique<PassagesDataset>(
      std::move(queries), std::move(passages),
      PassagesDataset::Batch{.mean = asked.batch_size, .stddev = asked.rankings.passages_stddev, .seed = plan.seed});
}

absl::StatusOr<std::unique_ptr<Dataset>> MakeDataset(const Plan& plan,
                                                     const std::shared_ptr<const Tokenizer>& tokenizer) {
  const DatasetPlan& asked = plan.dataset;
  const SyntheticMaker make_synthetic = [&tokenizer](const DatasetPlan& lengths, uint64_t seed) {
    return std::make_unique<SyntheticDataset>(lengths, seed, tokenizer);
  };
  const EndpointRow* const row = FindEndpoint(plan.target.endpoint_type);
  const Question question = row == nullptr ? Question::kPrompt : row->question;
  if (question == Question::kPassages) return MakePassages(plan, make_synthetic);
  std::unique_ptr<Dataset> dataset;
  if (asked.input_file) {
    ASSIGN_OR_RETURN(dataset, ReadPrompts(plan));
  } else {
    dataset = make_synthetic(asked, plan.seed);
  }
  // A line may hold a batch of its own.
  const bool has_prompts = dataset->At(0).payload.texts().empty();
  if (has_prompts && (question == Question::kTexts || asked.batch_size > 1)) {
    return std::make_unique<BatchDataset>(std::move(dataset), asked.batch_size);
  }
  if (!asked.media.has_images() && !asked.media.has_audio()) return dataset;
  return std::make_unique<MediaDataset>(std::move(dataset), asked.media, plan.seed);
}

// The first payload shows what is wrong with all of them: a template, or media that the endpoint does not take.
absl::Status CheckFirst(const Plan& plan, const Dataset& dataset) {
  const EndpointRow* const row = FindEndpoint(plan.target.endpoint_type);
  if (row == nullptr) return absl::OkStatus();
  BodyParameters parameters;
  parameters.body_template = plan.target.payload_template.value_or("");
  parameters.extra_body_json = plan.target.extra_body_json;
  return row->endpoint().BuildBody(dataset.At(0).payload, parameters).status();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Workload>> Workload::Make(const Plan& plan, std::shared_ptr<const Tokenizer> tokenizer) {
  ASSIGN_OR_RETURN(std::unique_ptr<Dataset> dataset, MakeDataset(plan, tokenizer));
  RETURN_IF_ERROR(CheckFirst(plan, *dataset));
  return std::make_unique<Workload>(plan, std::move(dataset), std::move(tokenizer));
}

Workload::Workload(const Plan& plan, std::unique_ptr<Dataset> dataset, std::shared_ptr<const Tokenizer> tokenizer)
    : plan_(plan), dataset_(std::move(dataset)), tokenizer_(std::move(tokenizer)) {}

bool Workload::HasWarmup() const {
  const StopRule rule = Stop(LoadPhase::kWarmup);
  return rule.duration_ns.has_value() || rule.count.value_or(0) > 0;
}

int64_t Workload::LastUse(int64_t id) const {
  if (plan_.load.fixed_schedule) return id;
  const std::optional<int64_t> count = Stop(LoadPhase::kMeasured).count;
  if (!count || id >= *count) return std::numeric_limits<int64_t>::max();
  return id + (*count - 1 - id) / payload_count() * payload_count();
}

wire::Payload Workload::Payload(uint64_t id) const {
  wire::Payload payload = dataset_->At(static_cast<int64_t>(id)).payload;
  payload.set_id(id);
  payload.set_last_use_index(LastUse(static_cast<int64_t>(id)));
  return payload;
}

wire::PayloadFacts Workload::Facts(uint64_t id) const {
  const Prompt prompt = dataset_->At(static_cast<int64_t>(id));
  wire::PayloadFacts facts;
  facts.set_id(id);
  uint64_t bytes = prompt.payload.prompt().size() + prompt.payload.query().size() + prompt.payload.raw_body().size();
  for (const wire::ChatMessage& m : prompt.payload.messages()) bytes += m.content().size() + m.content_json().size();
  for (const auto* list : {&prompt.payload.texts(), &prompt.payload.images(), &prompt.payload.audios()}) {
    for (const std::string& text : *list) bytes += text.size();
  }
  facts.set_bytes(bytes);
  if (prompt.asked_tokens) facts.set_asked_tokens(static_cast<uint64_t>(*prompt.asked_tokens));
  std::optional<int64_t> tokens = prompt.tokens;
  if (!tokens && tokenizer_ != nullptr) tokens = PromptTokens(*tokenizer_, prompt.payload);
  if (tokens) facts.set_tokenizer_tokens(static_cast<uint64_t>(*tokens));
  facts.set_inputs(static_cast<uint64_t>(prompt.payload.texts_size()));
  return facts;
}

}  // namespace barrage
