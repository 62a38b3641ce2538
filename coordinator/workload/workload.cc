#include "coordinator/workload/workload.h"

#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/openai/endpoint.h"
#include "coordinator/workload/fixed_schedule.h"
#include "coordinator/workload/jsonl_dataset.h"
#include "coordinator/workload/prompt_tokens.h"
#include "coordinator/workload/synthetic_dataset.h"

namespace barrage {
namespace {

absl::StatusOr<std::unique_ptr<Dataset>> MakeDataset(const Plan& plan, std::shared_ptr<const Tokenizer> tokenizer) {
  if (!plan.dataset.input_file) {
    return std::make_unique<SyntheticDataset>(plan.dataset, plan.seed, std::move(tokenizer));
  }
  const EndpointRow* const row = FindEndpoint(plan.target.endpoint_type);
  const auto fits = [&](const wire::Payload& payload) {
    return row == nullptr ? absl::OkStatus() : row->endpoint().BuildBody(payload, BodyParameters()).status();
  };
  ASSIGN_OR_RETURN(std::unique_ptr<JsonlDataset> dataset,
                   ReadJsonlFile(*plan.dataset.input_file, plan.dataset.num_prompts, fits));
  const std::optional<int64_t> count = StopRuleOf(plan.load, LoadPhase::kMeasured).count;
  if (plan.dataset.unique_prompts && (!count || *count > dataset->size())) {
    return absl::InvalidArgumentError(absl::StrCat(*plan.dataset.input_file, ": holds ", dataset->size(), " prompts, ",
                                                   count ? absl::StrCat(*count) : "no fixed number of",
                                                   " requests with unique prompts are asked for"));
  }
  if (!plan.load.fixed_schedule) return dataset;
  ASSIGN_OR_RETURN(std::vector<FilePrompt> schedule,
                   ScheduleOf(plan.load, *plan.dataset.input_file, std::move(*dataset).Take()));
  return std::make_unique<JsonlDataset>(std::move(schedule));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Workload>> Workload::Make(const Plan& plan, std::shared_ptr<const Tokenizer> tokenizer) {
  ASSIGN_OR_RETURN(std::unique_ptr<Dataset> dataset, MakeDataset(plan, tokenizer));
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
  for (const std::string& text : prompt.payload.texts()) bytes += text.size();
  facts.set_bytes(bytes);
  if (prompt.asked_tokens) facts.set_asked_tokens(static_cast<uint64_t>(*prompt.asked_tokens));
  std::optional<int64_t> tokens = prompt.tokens;
  if (!tokens && tokenizer_ != nullptr) tokens = PromptTokens(*tokenizer_, prompt.payload);
  if (tokens) facts.set_tokenizer_tokens(static_cast<uint64_t>(*tokens));
  facts.set_inputs(static_cast<uint64_t>(prompt.payload.texts_size()));
  return facts;
}

}  // namespace barrage
