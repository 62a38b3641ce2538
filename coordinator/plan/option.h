#ifndef COORDINATOR_PLAN_OPTION_H_
#define COORDINATOR_PLAN_OPTION_H_

#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "coordinator/plan/settings.h"

namespace barrage {

// What an option's value is. The texts are those of value_text.h.
enum class ValueKind { kFlag, kInteger, kNumber, kSeconds, kMilliseconds, kChoice, kText };

// Sections of the plan file and of the help; a command accepts some of them.
enum class OptionGroup { kTarget, kLoad, kDataset, kFleet, kReport, kExport, kOutput, kGeneral, kSweep, kCompare };

// What becomes of an option.
enum class OptionLevel {
  kHonoured,
  kAccepted,  // has no effect, and a warning says so in the row's word
  kLater,     // refused, with the row's word
};

// The numbers that are allowed, in the option's unit.
struct NumberRange {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool above_min = false;  // min itself is not allowed
};
inline constexpr NumberRange kAnyNumber{};
inline constexpr NumberRange kPositive{.min = 0, .above_min = true};
inline constexpr NumberRange kNotNegative{.min = 0};
inline constexpr NumberRange kAtLeastOne{.min = 1};
inline constexpr NumberRange kPercentRange{.min = 0, .max = 100};

// How an option's texts go into the settings and come out again.
struct OptionField {
  // Requires texts that fit the row's kind and range, and exactly one unless the row is a list. Error: InvalidArgument;
  // its message follows the option's name.
  absl::Status (*set)(absl::Span<const std::string> texts, Settings& settings) = nullptr;
  // Texts that `set` turns into the same value, secrets taken out; empty: absent.
  std::vector<std::string> (*get)(const Settings& settings) = nullptr;
};

// One option: all that flags, plan file, environment, help, completion and suggestions know of it.
struct OptionRow {
  OptionGroup group = OptionGroup::kGeneral;
  absl::string_view names = {};  // "--url -u": the first is its name everywhere; keys and variables are made from it
  ValueKind kind = ValueKind::kText;
  bool list = false;  // may be repeated, and takes several values at once
  NumberRange range = {};
  absl::string_view value = {};         // its placeholder in the help; of a choice: "stop|continue"
  absl::string_view default_text = {};  // for the help
  absl::string_view help = {};
  OptionField field = {};
  OptionLevel level = OptionLevel::kHonoured;
  absl::string_view word = {};               // of an accepted or later option: what the person is told
  absl::string_view other_environment = {};  // a variable of other programs that is read too
  bool in_plan = true;                       // has a key in the plan file
  bool first_page = false;                   // stands in --help
};

// Every name: "--url", "-u".
std::vector<absl::string_view> NamesOf(const OptionRow& row);

// "url" for --url: the long name without its dashes.
absl::string_view NameOf(const OptionRow& row);

// "batch_size" for --batch-size.
std::string KeyOf(const OptionRow& row);

// "BARRAGE_BATCH_SIZE".
std::string EnvironmentOf(const OptionRow& row);

// "load", "target" …: the section of the plan file.
absl::string_view SectionOf(OptionGroup group);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_OPTION_H_
