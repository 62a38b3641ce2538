#include "coordinator/plan/value_check.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/near_name.h"
#include "common/base/status_macros.h"
#include "coordinator/plan/choice.h"
#include "coordinator/plan/value_text.h"

namespace barrage {
namespace {

absl::Status CheckRange(const NumberRange& range, double value, absl::string_view text) {
  const bool low = range.above_min ? value <= range.min : value < range.min;
  if (!low && value <= range.max) return absl::OkStatus();
  const bool has_max = range.max < kAnyNumber.max;
  const std::string wanted = range.above_min ? absl::StrCat("> ", WriteNumber(range.min))
                             : has_max       ? absl::StrFormat("between %.15g and %.15g", range.min, range.max)
                                             : absl::StrCat(">= ", WriteNumber(range.min));
  return absl::InvalidArgumentError(absl::StrCat("must be ", wanted, ", got ", text));
}

absl::Status CheckChoice(const OptionRow& row, absl::string_view text) {
  if (FindWord(row.value, text)) return absl::OkStatus();
  const std::vector<std::string> words = absl::StrSplit(row.value, '|');
  const auto near = NearName(text, words);
  return absl::InvalidArgumentError(absl::StrCat("must be one of ", absl::StrJoin(words, ", "), ", got '", text, "'",
                                                 near ? absl::StrCat(" (did you mean ", *near, "?)") : ""));
}

}  // namespace

absl::Status CheckValue(const OptionRow& row, absl::string_view text) {
  switch (row.kind) {
    case ValueKind::kFlag:
      return ReadBool(text).status();
    case ValueKind::kInteger: {
      ASSIGN_OR_RETURN(const int64_t value, ReadInteger(text));
      return CheckRange(row.range, static_cast<double>(value), text);
    }
    case ValueKind::kNumber: {
      ASSIGN_OR_RETURN(const double value, ReadNumber(text));
      return CheckRange(row.range, value, text);
    }
    case ValueKind::kSeconds: {
      ASSIGN_OR_RETURN(const absl::Duration value, ReadDuration(text, "s"));
      return CheckRange(row.range, absl::ToDoubleSeconds(value), text);
    }
    case ValueKind::kMilliseconds: {
      ASSIGN_OR_RETURN(const absl::Duration value, ReadDuration(text, "ms"));
      return CheckRange(row.range, absl::ToDoubleMilliseconds(value), text);
    }
    case ValueKind::kChoice:
      return CheckChoice(row, text);
    case ValueKind::kText:
      if (text.empty()) return absl::InvalidArgumentError("must not be empty");
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace barrage
