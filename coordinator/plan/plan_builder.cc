#include "coordinator/plan/plan_builder.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/openai/endpoint.h"
#include "coordinator/plan/choice.h"
#include "coordinator/plan/endpoint_inputs.h"
#include "coordinator/plan/value_check.h"

namespace barrage {
namespace {

// The first fault of a value, if it has one.
absl::Status Apply(const OptionValue& value, Settings& settings) {
  const OptionRow& row = *value.row;
  if (value.texts.empty()) return absl::InvalidArgumentError("needs a value");
  if (!row.list && value.texts.size() > 1) {
    return absl::InvalidArgumentError(absl::StrCat("takes one value, got ", value.texts.size()));
  }
  for (const std::string& text : value.texts) {
    if (const absl::Status status = CheckValue(row, text); !status.ok()) return status;
  }
  std::vector<std::string> texts = value.texts;
  if (row.kind == ValueKind::kChoice) {
    for (std::string& text : texts) text = SpelledWord(row.value, text);
  }
  return row.field.set(texts, settings);
}

void SetDependentDefaults(const OptionTree& tree, Plan& plan) {
  const EndpointRow* const endpoint = FindEndpoint(plan.target.endpoint_type);
  if (endpoint != nullptr && tree.Find("--streaming") == nullptr) plan.target.streaming = endpoint->streams_unless_told;
  LoadPlan& load = plan.load;
  if (load.warmup_duration == absl::ZeroDuration()) load.warmup_duration.reset();
  if (load.arrival_smoothness != 1 && tree.Find("--request-distribution") == nullptr) {
    load.arrival = ArrivalKind::kGamma;
  }
  if (!load.open_loop() && !load.concurrency) load.concurrency = 1;
  if (load.request_count || load.duration) return;
  if (load.fixed_schedule) return;  // all of it
  if (load.stages.empty()) {
    load.request_count = std::max<int64_t>(10, 2 * load.slots().value_or(1));
  } else {
    absl::Duration length;
    for (const RateStage& stage : load.stages) length += stage.length;
    load.duration = length;
  }
}

}  // namespace

Settings BuildSettings(const OptionTree& tree, std::vector<std::string>& problems, std::vector<std::string>& warnings) {
  Settings settings;
  for (const OptionValue* const value : tree.values()) {
    const OptionRow& row = *value->row;
    if (row.level == OptionLevel::kLater) {
      problems.push_back(absl::StrCat(value->where, ": ", row.word));
      continue;
    }
    if (row.level == OptionLevel::kAccepted) {
      warnings.push_back(absl::StrCat(value->where, " has no effect: ", row.word));
    } else if (const absl::Status status = Apply(*value, settings); !status.ok()) {
      problems.push_back(absl::StrCat(value->where, " ", status.message()));
    }
  }
  if (const absl::Status status = TakeEndpointInputs(settings.plan.target); !status.ok()) {
    problems.push_back(absl::StrCat(tree.WhereOf("--extra-inputs"), ": ", status.message()));
  }
  SetDependentDefaults(tree, settings.plan);
  return settings;
}

}  // namespace barrage
