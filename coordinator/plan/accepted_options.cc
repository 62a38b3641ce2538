#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

// An option that changes nothing: `word` is the warning, after the option's name and a colon.
constexpr OptionRow Row(OptionGroup group, absl::string_view names, ValueKind kind, absl::string_view value,
                        absl::string_view word, bool list = false) {
  return {.group = group,
          .names = names,
          .kind = kind,
          .list = list,
          .value = value,
          .help = word,
          .level = OptionLevel::kAccepted,
          .word = word};
}

constexpr OptionGroup kTarget = OptionGroup::kTarget;
constexpr OptionGroup kLoad = OptionGroup::kLoad;
constexpr OptionGroup kDataset = OptionGroup::kDataset;
constexpr OptionGroup kOutput = OptionGroup::kOutput;

const OptionRow kRows[] = {
    Row(kTarget, "--service-kind", ValueKind::kText, "NAME", "every target is asked as an OpenAI-compatible service"),
    Row(kTarget, "--backend", ValueKind::kText, "NAME", "the engine behind the target makes no difference"),
    Row(kLoad, "--stability-percentage -s", ValueKind::kNumber, "%",
        "one measurement is made, not several until stable"),
    Row(kDataset, "--tokenizer-trust-remote-code", ValueKind::kFlag, "", "no code of a tokenizer is ever run"),
    Row(kOutput, "--generate-plots", ValueKind::kFlag, "", "no pictures are drawn; report.html has charts"),
    Row(kOutput, "--checkpoint-dir", ValueKind::kText, "DIR", "the record log keeps everything already"),
    Row(kOutput, "--enable-checkpointing", ValueKind::kFlag, "", "the record log keeps everything already"),
};

}  // namespace

absl::Span<const OptionRow> AcceptedOptions() { return kRows; }

}  // namespace barrage
