#include "coordinator/cli/plan_text.h"

#include "absl/strings/str_cat.h"
#include "coordinator/plan/choice.h"
#include "coordinator/plan/value_text.h"

namespace barrage {
namespace {

std::string LoadText(const LoadPlan& load) {
  std::string text;
  if (load.request_rate) {
    text = absl::StrCat(WriteNumber(*load.request_rate), " requests/s (", WordOf(load.arrival), ")");
  } else if (!load.stages.empty()) {
    text = absl::StrCat(load.stages.size(), " rate stages (", WordOf(load.arrival), ")");
  }
  if (load.fixed_schedule) {
    text = load.schedule_speedup == 1
               ? std::string("a fixed schedule")
               : absl::StrCat("a fixed schedule, ", WriteNumber(load.schedule_speedup), " times as fast");
  } else if (load.user_rate) {
    text = absl::StrCat(WriteNumber(*load.user_rate), " requests/s of ", load.users.value_or(1), " users");
  }
  if (load.open_loop() && load.concurrency && !load.user_rate)
    absl::StrAppend(&text, ", at most ", *load.concurrency, " at once");
  if (!load.open_loop()) text = absl::StrCat(load.concurrency.value_or(1), " at once");
  if (load.concurrency_ramp) absl::StrAppend(&text, " after a rise of ", absl::FormatDuration(*load.concurrency_ramp));
  if (load.request_count) absl::StrAppend(&text, ", ", *load.request_count, " requests");
  if (load.duration) absl::StrAppend(&text, ", for ", absl::FormatDuration(*load.duration));
  if (load.warmup_request_count > 0) absl::StrAppend(&text, ", after ", load.warmup_request_count, " to warm up");
  return text;
}

std::string DatasetText(const DatasetPlan& dataset) {
  std::string text =
      dataset.input_file
          ? absl::StrCat("prompts of ", *dataset.input_file)
          : absl::StrCat(dataset.unique_prompts ? "unique" : absl::StrCat(dataset.num_prompts.value_or(100)),
                         " synthetic prompts of ", dataset.input_tokens_mean, " tokens");
  if (!dataset.length_pairs.empty()) {
    return absl::StrCat(dataset.unique_prompts ? "unique" : absl::StrCat(dataset.num_prompts.value_or(100)),
                        " synthetic prompts of ", dataset.length_pairs.size(), " lengths, as --seq-dist says");
  }
  if (dataset.output_tokens_mean) {
    absl::StrAppend(&text, dataset.output_tokens_deterministic ? ", exactly " : ", at most ",
                    *dataset.output_tokens_mean, " tokens an answer");
  }
  return text;
}

}  // namespace

std::string PlanSentence(const Plan& plan) {
  return absl::StrCat(plan.target.endpoint_type, plan.target.streaming ? ", streamed, " : ", not streamed, ",
                      LoadText(plan.load), "; ", DatasetText(plan.dataset));
}

}  // namespace barrage
