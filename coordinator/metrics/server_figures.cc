#include "coordinator/metrics/server_figures.h"

#include "absl/strings/match.h"

namespace barrage {
namespace {

const ServerFigureRow kRows[] = {
    {"requests_running",
     "running",
     false,
     false,
     {"vllm:num_requests_running", "num_requests_running", "sglang:num_running_reqs", "llamacpp:requests_processing",
      "tgi_batch_current_size", "nv_trt_llm_request_metrics|request_type=\"active\""}},
    {"requests_waiting",
     "waiting",
     false,
     false,
     {"vllm:num_requests_waiting", "num_requests_waiting", "sglang:num_queue_reqs", "llamacpp:requests_deferred",
      "tgi_queue_size", "nv_trt_llm_request_metrics|request_type=\"waiting\"", "nv_inference_pending_request_count"}},
    {"kv_cache_usage",
     "KV cache",
     false,
     true,
     {"vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc", "gpu_cache_usage_perc", "sglang:token_usage",
      "llamacpp:kv_cache_usage_ratio", "nv_trt_llm_kv_cache_block_metrics|kv_cache_block_type=\"fraction\""}},
    {"generation_tokens",
     "tokens generated",
     true,
     false,
     {"vllm:generation_tokens_total", "generation_tokens_total", "sglang:generation_tokens_total",
      "llamacpp:tokens_predicted_total", "tgi_request_generated_tokens_sum"}},
    {"prompt_tokens",
     "tokens of prompts",
     true,
     false,
     {"vllm:prompt_tokens_total", "prompt_tokens_total", "sglang:prompt_tokens_total", "llamacpp:prompt_tokens_total",
      "tgi_request_input_length_sum"}},
    {"preemptions", "preemptions", true, false, {"vllm:num_preemptions_total", "num_preemptions_total"}},
};

}  // namespace

absl::Span<const ServerFigureRow> ServerFigureRows() { return kRows; }

bool BearsName(absl::string_view series, absl::string_view name) {
  const size_t bar = name.find('|');
  const absl::string_view base = series.substr(0, series.find('{'));
  if (base != name.substr(0, bar)) return false;
  return bar == absl::string_view::npos || absl::StrContains(series.substr(base.size()), name.substr(bar + 1));
}

}  // namespace barrage
