#include "coordinator/plan/option_field.h"
#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

template <auto member>
constexpr OptionField Member() {
  return InvocationField<member>();
}

// Of a command that makes several runs; each run's own plan says nothing of the others.
const OptionRow kRows[] = {
    {.group = OptionGroup::kSweep,
     .names = "--sweep-type",
     .kind = ValueKind::kChoice,
     .value = kWords<SweepType>,
     .default_text = "concurrency",
     .help = "What differs from run to run",
     .field = Member<&Invocation::sweep_type>(),
     .in_plan = false,
     .first_page = true},
    {.group = OptionGroup::kSweep,
     .names = "--sweep-range",
     .value = "MIN:MAX[:STEP]",
     .default_text = "concurrency: 1:1024",
     .help = "Its values; without a step each is twice the one before",
     .field = Member<&Invocation::sweep_range>(),
     .in_plan = false,
     .first_page = true},
    {.group = OptionGroup::kSweep,
     .names = "--sweep-list",
     .value = "A,B,C",
     .help = "Its values, one by one",
     .field = Member<&Invocation::sweep_list>(),
     .in_plan = false,
     .first_page = true},
    {.group = OptionGroup::kLoad,
     .names = "--num-profile-runs",
     .kind = ValueKind::kInteger,
     .range = {.min = 1, .max = 1000},
     .value = "N",
     .default_text = "1",
     .help = "Run the same benchmark N times, and say how far the runs differ",
     .field = Member<&Invocation::profile_runs>(),
     .in_plan = false},
    {.group = OptionGroup::kLoad,
     .names = "--confidence-level",
     .kind = ValueKind::kNumber,
     .range = {.min = 0.5, .max = 0.9999},
     .value = "X",
     .default_text = "0.95",
     .help = "Of the intervals of the mean over those runs",
     .field = Member<&Invocation::confidence_level>(),
     .in_plan = false},
    {.group = OptionGroup::kLoad,
     .names = "--profile-run-cooldown-seconds",
     .kind = ValueKind::kSeconds,
     .range = kNotNegative,
     .value = "S",
     .default_text = "0",
     .help = "A pause between runs of a series",
     .field = Member<&Invocation::cooldown>(),
     .in_plan = false},
    {.group = OptionGroup::kLoad,
     .names = "--profile-run-disable-warmup-after-first",
     .kind = ValueKind::kFlag,
     .default_text = "on",
     .help = "Of several profile runs only the first warms up",
     .field = Member<&Invocation::warm_up_once>(),
     .in_plan = false},
    {.group = OptionGroup::kLoad,
     .names = "--set-consistent-seed",
     .kind = ValueKind::kFlag,
     .help = "each run of a series has the command's --random-seed",
     .level = OptionLevel::kAccepted,
     .word = "each run of a series has the command's --random-seed"},
};

}  // namespace

absl::Span<const OptionRow> SeriesOptions() { return kRows; }

}  // namespace barrage
