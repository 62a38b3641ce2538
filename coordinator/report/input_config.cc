#include "coordinator/report/input_config.h"

namespace barrage {

void WriteInputConfig(const Summary& summary, JsonWriter& json) {
  const Plan& plan = summary.plan;
  json.BeginObject().Key("model").BeginArray();
  if (plan.target.models.empty()) json.Text(summary.model);
  for (const std::string& model : plan.target.models) json.Text(model);
  json.EndArray().Key("url").BeginArray();
  for (const std::string& url : summary.urls) json.Text(url);
  json.EndArray();
  json.Member("service_kind", "openai").Member("endpoint_type", plan.target.endpoint_type);
  json.Member("endpoint", plan.target.endpoint_path).Member("streaming", plan.target.streaming);
  json.Member("concurrency", plan.load.concurrency).Member("request_rate", plan.load.request_rate);
  json.Member("request_count", plan.load.request_count);
  json.Member("warmup_request_count", plan.load.warmup_request_count);
  json.Member("input_file", plan.dataset.input_file).Member("num_dataset_entries", plan.dataset.num_prompts);
  json.Member("synthetic_input_tokens_mean", plan.dataset.input_tokens_mean);
  json.Member("synthetic_input_tokens_stddev", plan.dataset.input_tokens_stddev);
  json.Member("output_tokens_mean", plan.dataset.output_tokens_mean);
  json.Member("output_tokens_stddev", plan.dataset.output_tokens_stddev);
  json.Member("tokenizer", plan.dataset.tokenizer).Member("random_seed", static_cast<int64_t>(plan.seed));
  json.EndObject();
}

}  // namespace barrage
