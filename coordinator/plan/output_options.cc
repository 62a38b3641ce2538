#include "absl/strings/strip.h"
#include "coordinator/plan/list_field.h"
#include "coordinator/plan/option_field.h"
#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

template <auto member>
constexpr OptionField Member() {
  return PlanField<&Plan::output, member>();
}

// "profile_export.json", as GenAI-Perf has it, and "profile_export" are the same stem.
absl::Status SetExportStem(absl::Span<const std::string> texts, Settings& settings) {
  absl::string_view stem = texts.back();
  for (const absl::string_view ending : {".json", ".jsonl", ".csv"}) {
    if (absl::ConsumeSuffix(&stem, ending)) break;
  }
  if (stem.empty()) return absl::InvalidArgumentError("must be a name");
  settings.plan.output.profile_export_file = std::string(stem);
  return absl::OkStatus();
}

std::vector<std::string> GetExportStem(const Settings& settings) { return {settings.plan.output.profile_export_file}; }

// "artifacts/" is "artifacts".
absl::Status SetArtifactDir(absl::Span<const std::string> texts, Settings& settings) {
  absl::string_view directory = texts.back();
  while (directory.size() > 1 && absl::ConsumeSuffix(&directory, "/")) continue;
  settings.plan.output.artifact_dir = std::string(directory);
  return absl::OkStatus();
}

std::vector<std::string> GetArtifactDir(const Settings& settings) { return {settings.plan.output.artifact_dir}; }

const OptionRow kRows[] = {
    {.group = OptionGroup::kReport,
     .names = "--goodput -g",
     .list = true,
     .value = "METRIC:LIMIT",
     .help = "Limits that a good request meets, in ms or a rate",
     .field = GoodputField(),
     .first_page = true},
    {.group = OptionGroup::kReport,
     .names = "--assert",
     .list = true,
     .value = "RULE",
     .help = "Thresholds, such as 'ttft.p99<300ms': exit 99 when one fails",
     .field = AssertField(),
     .first_page = true},
    {.group = OptionGroup::kReport,
     .names = "--junit",
     .value = "FILE",
     .help = "Write thresholds and verdict as a JUnit file, for CI",
     .field = InvocationField<&Invocation::junit>(),
     .in_plan = false},
    {.group = OptionGroup::kReport,
     .names = "--strict",
     .kind = ValueKind::kFlag,
     .default_text = "off",
     .help = "A DEGRADED measurement exits 5 too",
     .field = Member<&OutputPlan::strict>()},
    {.group = OptionGroup::kReport,
     .names = "--definitions",
     .kind = ValueKind::kChoice,
     .value = "barrage|genai-perf|aiperf|vllm|guidellm",
     .default_text = "barrage",
     .help = "Whose formulas to use",
     .field = Member<&OutputPlan::definitions>()},
    {.group = OptionGroup::kReport,
     .names = "--window",
     .value = "whole|steady|FROM:TO",
     .default_text = "whole",
     .help = "The part of the run that is reported, in seconds",
     .field = InvocationField<&Invocation::window>(),
     .in_plan = false},
    {.group = OptionGroup::kReport,
     .names = "--slice-duration",
     .kind = ValueKind::kSeconds,
     .range = kPositive,
     .value = "S",
     .help = "Also a table for each slice of the run",
     .field = Member<&OutputPlan::slice_duration>()},
    {.group = OptionGroup::kReport,
     .names = "--gpus",
     .kind = ValueKind::kInteger,
     .range = kAtLeastOne,
     .value = "N",
     .help = "GPUs of the target, for tokens/s/GPU",
     .field = Member<&OutputPlan::gpus>()},
    {.group = OptionGroup::kCompare,
     .names = "--fail-if",
     .list = true,
     .value = "RULE",
     .help = "Changes that are too much, such as 'ttft.p95>+5%': exit 99 when one is true",
     .field = FailIfField(),
     .in_plan = false,
     .first_page = true},
    {.group = OptionGroup::kExport,
     .names = "--format",
     .kind = ValueKind::kChoice,
     .value = kWords<ExportFormat>,
     .default_text = "jsonl",
     .help = "What the records are written as",
     .field = InvocationField<&Invocation::export_format>(),
     .in_plan = false,
     .first_page = true},
    {.group = OptionGroup::kExport,
     .names = "--output",
     .value = "FILE",
     .default_text = "-",
     .help = "Where they are written (-: stdout)",
     .field = InvocationField<&Invocation::export_output>(),
     .in_plan = false,
     .first_page = true},
    {.group = OptionGroup::kOutput,
     .names = "--selftest",
     .value = "FILE",
     .help = "Put what `barrage selftest` wrote beside this run in summary.json",
     .field = InvocationField<&Invocation::selftest>(),
     .in_plan = false},
    {.group = OptionGroup::kOutput,
     .names = "--artifact-dir --output-artifact-dir",
     .value = "DIR",
     .default_text = "artifacts",
     .help = "Where the run's own directory is made",
     .field = {SetArtifactDir, GetArtifactDir},
     .first_page = true},
    {.group = OptionGroup::kOutput,
     .names = "--artifact-name",
     .value = "NAME",
     .default_text = "by model, endpoint and load",
     .help = "The name of that directory",
     .field = InvocationField<&Invocation::artifact_name>(),
     .in_plan = false},
    {.group = OptionGroup::kOutput,
     .names = "--profile-export-file --profile-export-prefix",
     .value = "NAME",
     .default_text = "profile_export",
     .help = "Stem of the compatibility files",
     .field = {SetExportStem, GetExportStem}},
    {.group = OptionGroup::kOutput,
     .names = "--run-name",
     .value = "NAME",
     .help = "A name for the run, in reports",
     .field = Member<&OutputPlan::run_name>()},
    {.group = OptionGroup::kOutput,
     .names = "--label",
     .list = true,
     .value = "K=V",
     .help = "Labels of the run, in reports",
     .field = LabelField()},
    {.group = OptionGroup::kOutput,
     .names = "--export-level --profile-export-level",
     .kind = ValueKind::kChoice,
     .value = kWords<ExportLevel>,
     .default_text = "records",
     .help = "How much is exported: raw has every event's time",
     .field = Member<&OutputPlan::export_level>()},
    {.group = OptionGroup::kOutput,
     .names = "--keep-text",
     .kind = ValueKind::kFlag,
     .default_text = "off",
     .help = "Keep the text of each answer in the record log and the exported records",
     .field = Member<&OutputPlan::keep_text>()},
};

}  // namespace

absl::Span<const OptionRow> OutputOptions() { return kRows; }

}  // namespace barrage
