#include "coordinator/workload/fixed_schedule.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/base/status_macros.h"

namespace barrage {
namespace {

constexpr size_t kMostProblems = 20;

absl::Status CheckTimestamps(const std::string& name, const std::vector<FilePrompt>& prompts) {
  std::vector<std::string> problems;
  size_t count = 0;
  for (const FilePrompt& prompt : prompts) {
    if (prompt.at_ns || ++count > kMostProblems) continue;
    problems.push_back(absl::StrCat(name, ":", prompt.line, ": no timestamp, which --fixed-schedule needs"));
  }
  if (count == 0) return absl::OkStatus();
  if (count > kMostProblems) problems.push_back(absl::StrCat(name, ": and ", count - kMostProblems, " lines more"));
  return absl::InvalidArgumentError(absl::StrJoin(problems, "\n"));
}

}  // namespace

absl::StatusOr<std::vector<FilePrompt>> ScheduleOf(const LoadPlan& load, const std::string& name,
                                                   std::vector<FilePrompt> prompts) {
  RETURN_IF_ERROR(CheckTimestamps(name, prompts));
  const int64_t start_ns = absl::ToInt64Nanoseconds(load.schedule_start.value_or(absl::ZeroDuration()));
  const int64_t end_ns =
      load.schedule_end ? absl::ToInt64Nanoseconds(*load.schedule_end) : std::numeric_limits<int64_t>::max();
  std::erase_if(prompts, [&](const FilePrompt& prompt) { return *prompt.at_ns < start_ns || *prompt.at_ns > end_ns; });
  if (prompts.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": no line lies between --fixed-schedule-start-offset and --fixed-schedule-end-offset"));
  }
  std::stable_sort(prompts.begin(), prompts.end(),
                   [](const FilePrompt& a, const FilePrompt& b) { return *a.at_ns < *b.at_ns; });
  const int64_t zero_ns = load.schedule_auto_offset ? *prompts.front().at_ns : start_ns;
  for (FilePrompt& prompt : prompts) {
    const int64_t after_ns = *prompt.at_ns - zero_ns;
    constexpr double kLatestNs = 9e18;  // more does not fit
    const double scaled_ns = std::min(static_cast<double>(after_ns) / load.schedule_speedup, kLatestNs);
    prompt.at_ns = load.schedule_speedup == 1 ? after_ns : std::llround(scaled_ns);
  }
  return prompts;
}

}  // namespace barrage
