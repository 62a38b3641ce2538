#ifndef COORDINATOR_PLAN_VALUE_TEXT_H_
#define COORDINATOR_PLAN_VALUE_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace barrage {

// The texts of single values, the same in flags, environment and plan files. Each Write is read back to the same value.
// Errors: InvalidArgument, whose message follows the option's name: "must be an integer, got 'x'".

absl::StatusOr<bool> ReadBool(absl::string_view text);  // true, false, yes, no, on, off, 1, 0
absl::StatusOr<int64_t> ReadInteger(absl::string_view text);
absl::StatusOr<double> ReadNumber(absl::string_view text);  // finite

// "10" in `unit` ("s" or "ms"), or with a unit of its own: "250ms", "2m", "1h30m". Whole nanoseconds.
absl::StatusOr<absl::Duration> ReadDuration(absl::string_view text, absl::string_view unit);

std::string WriteNumber(double value);  // the shortest text that reads back to the same number

// The number of `unit`s alone: 1.5 s in "ms" is "1500". Requires whole nanoseconds.
std::string WriteDuration(absl::Duration value, absl::string_view unit);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_VALUE_TEXT_H_
