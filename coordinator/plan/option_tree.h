#ifndef COORDINATOR_PLAN_OPTION_TREE_H_
#define COORDINATOR_PLAN_OPTION_TREE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "coordinator/plan/option.h"

namespace barrage {

// Where a value came from; a later one wins over an earlier one.
enum class OriginKind { kFile, kEnvironment, kFlag };

// What was given for one option.
struct OptionValue {
  const OptionRow* row = nullptr;
  std::vector<std::string> texts;
  OriginKind origin = OriginKind::kFlag;
  // How messages begin: "--request-rate", "BARRAGE_REQUEST_RATE" or "plan.yaml:7:3: load.request_rate".
  std::string where;
};

// Flags, environment and plan file as one: for each option what won, with its origin.
class OptionTree {
 public:
  // Adds a value unless one of higher precedence is there. Of equal precedence the later one wins.
  void Add(OptionValue value);

  // In the order of the option table.
  std::vector<const OptionValue*> values() const;

  // The value of the option with this flag ("--url"), or nullptr. Requires a known flag.
  const OptionValue* Find(absl::string_view flag) const;

  // How a message about the option with this flag begins: its value's `where`, or its key when nothing was given.
  std::string WhereOf(absl::string_view flag) const;

 private:
  std::vector<OptionValue> values_;
};

// "load.request_rate".
std::string PathOf(const OptionRow& row);

// The value of a variable of the environment, or nullptr: getenv, or a test's own.
using Environment = const char* (*)(const char* name);

// Adds what the environment says of `rows`: the row's other variable, and BARRAGE_REQUEST_RATE, which wins. An empty
// variable counts as absent; a list's variable holds one value, or several separated by commas.
void AddEnvironment(absl::Span<const OptionRow* const> rows, Environment environment, OptionTree& tree);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_OPTION_TREE_H_
