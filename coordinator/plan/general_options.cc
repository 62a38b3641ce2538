#include "coordinator/plan/option_field.h"
#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

constexpr OptionGroup kGroup = OptionGroup::kGeneral;
template <auto member>
constexpr OptionField Member() {
  return InvocationField<member>();
}

const OptionRow kRows[] = {
    {.group = OptionGroup::kOutput,
     .names = "--plan",
     .value = "FILE",
     .help = "A plan file; flags and environment win over it",
     .field = Member<&Invocation::plan_file>(),
     .in_plan = false,
     .first_page = true},
    {.group = OptionGroup::kOutput,
     .names = "--write-plan",
     .value = "FILE",
     .help = "Write the whole plan to FILE (-: stdout), and run nothing",
     .field = Member<&Invocation::write_plan>(),
     .in_plan = false},
    {.group = OptionGroup::kOutput,
     .names = "--progress --ui --ui-type",
     .kind = ValueKind::kChoice,
     .value = kWords<ProgressStyle>,
     .default_text = "auto",
     .help = "How progress is shown on stderr",
     .field = Member<&Invocation::progress>(),
     .in_plan = false},
    {.group = kGroup,
     .names = "--verbose -v",
     .kind = ValueKind::kFlag,
     .default_text = "off",
     .help = "Say more on stderr",
     .field = Member<&Invocation::verbose>(),
     .in_plan = false},
    {.group = kGroup,
     .names = "--help -h",
     .kind = ValueKind::kFlag,
     .help = "This page",
     .field = Member<&Invocation::help>(),
     .in_plan = false,
     .first_page = true},
    {.group = kGroup,
     .names = "--help-all",
     .kind = ValueKind::kFlag,
     .help = "Every option",
     .field = Member<&Invocation::help_all>(),
     .in_plan = false,
     .first_page = true},
    {.group = kGroup,
     .names = "--version",
     .kind = ValueKind::kFlag,
     .help = "The version",
     .field = Member<&Invocation::version>(),
     .in_plan = false,
     .first_page = true},
};

}  // namespace

absl::Span<const OptionRow> GeneralOptions() { return kRows; }

}  // namespace barrage
