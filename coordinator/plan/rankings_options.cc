#include "coordinator/plan/option_field.h"
#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

template <auto member>
constexpr OptionField Member() {
  return PlanField<&Plan::dataset, &DatasetPlan::rankings, member>();
}

constexpr OptionRow Row(absl::string_view names, NumberRange range, absl::string_view default_text,
                        absl::string_view help, OptionField field) {
  return {.group = OptionGroup::kDataset,
          .names = names,
          .kind = ValueKind::kInteger,
          .range = range,
          .value = "N",
          .default_text = default_text,
          .help = help,
          .field = field};
}

constexpr NumberRange kLength{.min = 1, .max = 10'000'000};

const OptionRow kRows[] = {
    Row("--rankings-passages-stddev", {.min = 0, .max = 1'000'000}, "0",
        "Standard deviation of the passages in a synthetic rankings request", Member<&RankingsPlan::passages_stddev>()),
    Row("--rankings-query-prompt-token-mean", kLength, "as --isl", "Length of synthetic queries in tokens",
        Member<&RankingsPlan::query_tokens_mean>()),
    Row("--rankings-query-prompt-token-stddev", kNotNegative, "as --isl-stddev", "Its standard deviation",
        Member<&RankingsPlan::query_tokens_stddev>()),
};

}  // namespace

absl::Span<const OptionRow> RankingsOptions() { return kRows; }

}  // namespace barrage
