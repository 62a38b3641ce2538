#ifndef COORDINATOR_PLAN_OPTION_GROUPS_H_
#define COORDINATOR_PLAN_OPTION_GROUPS_H_

#include "absl/types/span.h"
#include "coordinator/plan/option.h"

namespace barrage {

// The parts of the option table, one file each; option_table.h puts them together. They live as long as the process.
absl::Span<const OptionRow> TargetOptions();
absl::Span<const OptionRow> LoadOptions();
absl::Span<const OptionRow> DatasetOptions();
absl::Span<const OptionRow> MediaOptions();
absl::Span<const OptionRow> RankingsOptions();
absl::Span<const OptionRow> FleetOptions();
absl::Span<const OptionRow> OutputOptions();
absl::Span<const OptionRow> ServingOptions();
absl::Span<const OptionRow> GeneralOptions();
absl::Span<const OptionRow> SeriesOptions();     // of commands that make several runs
absl::Span<const OptionRow> AcceptedOptions();   // of other tools, without an effect here
absl::Span<const OptionRow> OtherToolOptions();  // further ones of AIPerf and GenAI-Perf: accepted or refused
absl::Span<const OptionRow> LaterOptions();      // known, and refused in a plain word

}  // namespace barrage

#endif  // COORDINATOR_PLAN_OPTION_GROUPS_H_
