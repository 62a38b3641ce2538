#include "coordinator/plan/sweep.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "coordinator/plan/value_text.h"

namespace barrage {
namespace {

constexpr size_t kMostValues = 10'000;

// GenAI-Perf's AnalyzeDefaults.
struct SweepRow {
  SweepType type;
  absl::string_view flag, range;
};
constexpr SweepRow kRows[] = {
    {SweepType::kConcurrency, "--concurrency", "1:1024"},
    {SweepType::kRequestRate, "--request-rate", "16:8192"},
    {SweepType::kInputSequenceLength, "--synthetic-input-tokens-mean", "100:1000:100"},
    {SweepType::kBatchSize, "--batch-size", "1:128"},
    {SweepType::kNumDatasetEntries, "--num-prompts", "100:1000:100"},
};

const SweepRow& RowOf(SweepType type) { return kRows[static_cast<size_t>(type)]; }

absl::StatusOr<std::string> ReadValue(SweepType type, absl::string_view text) {
  if (type == SweepType::kRequestRate) {
    ASSIGN_OR_RETURN(const double rate, ReadNumber(text));
    if (rate <= 0) return absl::InvalidArgumentError(absl::StrCat("must have values > 0, got ", text));
    return WriteNumber(rate);
  }
  ASSIGN_OR_RETURN(const int64_t value, ReadInteger(text));
  if (value < 1) return absl::InvalidArgumentError(absl::StrCat("must have values >= 1, got ", text));
  return absl::StrCat(value);
}

absl::StatusOr<std::vector<std::string>> OfRange(absl::string_view range) {
  const std::vector<absl::string_view> parts = absl::StrSplit(range, ':');
  std::vector<int64_t> numbers;
  for (const absl::string_view part : parts) {
    const auto number = ReadInteger(part);
    if (!number.ok() || *number < 1 || parts.size() < 2 || parts.size() > 3) {
      return absl::InvalidArgumentError(
          absl::StrCat("must be MIN:MAX or MIN:MAX:STEP, of integers >= 1, got '", range, "'"));
    }
    numbers.push_back(*number);
  }
  if (numbers[0] > numbers[1]) {
    return absl::InvalidArgumentError(absl::StrCat("must have a MAX that is not below its MIN, got '", range, "'"));
  }
  std::vector<std::string> values;
  for (int64_t value = numbers[0]; value <= numbers[1]; value += parts.size() == 3 ? numbers[2] : value) {
    if (values.size() == kMostValues) return absl::InvalidArgumentError("has more than 10,000 values");
    values.push_back(absl::StrCat(value));
  }
  return values;
}

}  // namespace

absl::string_view SweptFlag(SweepType type) { return RowOf(type).flag; }

absl::StatusOr<std::vector<std::string>> SweepValues(SweepType type, const std::optional<std::string>& range,
                                                     const std::optional<std::string>& list) {
  if (!list) return OfRange(range ? absl::string_view(*range) : RowOf(type).range);
  std::vector<std::string> values;
  for (const absl::string_view text : absl::StrSplit(*list, ',')) {
    ASSIGN_OR_RETURN(values.emplace_back(), ReadValue(type, text));
  }
  if (values.size() > kMostValues) return absl::InvalidArgumentError("has more than 10,000 values");
  if (std::set<std::string>(values.begin(), values.end()).size() < values.size()) {
    return absl::InvalidArgumentError(absl::StrCat("has a value twice, got '", *list, "'"));
  }
  return values;
}

}  // namespace barrage
