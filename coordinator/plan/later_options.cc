#include "coordinator/plan/option_groups.h"

namespace barrage {
namespace {

constexpr absl::string_view kSessions = "this version asks single questions, not conversations";

// An option that would change what is measured: refused, in a plain word, until it is there.
constexpr OptionRow Row(OptionGroup group, absl::string_view names, ValueKind kind, absl::string_view value,
                        absl::string_view word) {
  return {.group = group,
          .names = names,
          .kind = kind,
          .value = value,
          .help = word,
          .level = OptionLevel::kLater,
          .word = word};
}

constexpr OptionGroup kDataset = OptionGroup::kDataset;

const OptionRow kRows[] = {
    Row(kDataset, "--input-dataset", ValueKind::kText, "NAME",
        "this version fetches no data set; --input-file takes one as JSON lines"),
    Row(kDataset, "--num-sessions --conversation-num --num-conversations", ValueKind::kInteger, "N", kSessions),
    Row(kDataset, "--session-concurrency", ValueKind::kInteger, "N", kSessions),
    Row(kDataset, "--session-turns-mean --conversation-turn-mean", ValueKind::kNumber, "N", kSessions),
    Row(kDataset, "--session-turns-stddev --conversation-turn-stddev", ValueKind::kNumber, "N", kSessions),
    Row(kDataset, "--session-turn-delay-mean --conversation-turn-delay-mean", ValueKind::kMilliseconds, "MS",
        kSessions),
    Row(kDataset, "--session-turn-delay-stddev --conversation-turn-delay-stddev", ValueKind::kMilliseconds, "MS",
        kSessions),
    Row(kDataset, "--session-delay-ratio --conversation-turn-delay-ratio", ValueKind::kNumber, "X", kSessions),
};

}  // namespace

absl::Span<const OptionRow> LaterOptions() { return kRows; }

}  // namespace barrage
