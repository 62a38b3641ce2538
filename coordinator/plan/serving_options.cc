#include "coordinator/plan/option_field.h"
#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

// Of one command line: none of them changes what is measured.
constexpr OptionRow Row(absl::string_view names, ValueKind kind, absl::string_view value, absl::string_view help,
                        OptionField field) {
  return {.group = OptionGroup::kOutput,
          .names = names,
          .kind = kind,
          .range = kNotNegative,
          .value = value,
          .help = help,
          .field = field,
          .in_plan = false};
}

const OptionRow kRows[] = {
    Row("--http", ValueKind::kText, "HOST:PORT", "Serve /healthz, /metrics and results there",
        InvocationField<&Invocation::http>()),
    Row("--dashboard", ValueKind::kText, "HOST:PORT", "Show the run while it goes on to a browser there",
        InvocationField<&Invocation::dashboard>()),
    Row("--results-token-file", ValueKind::kText, "FILE", "A secret that lets other hosts read results over --http",
        InvocationField<&Invocation::results_token_file>()),
    Row("--linger", ValueKind::kSeconds, "S", "Serve so long after the run, then exit",
        InvocationField<&Invocation::linger>()),
    Row("--result-line", ValueKind::kFlag, "", "End stdout with RESULT {json}; in a pod also its termination message",
        InvocationField<&Invocation::result_line>()),
};

}  // namespace

absl::Span<const OptionRow> ServingOptions() { return kRows; }

}  // namespace barrage
