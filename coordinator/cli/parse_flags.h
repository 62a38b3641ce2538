#ifndef COORDINATOR_CLI_PARSE_FLAGS_H_
#define COORDINATOR_CLI_PARSE_FLAGS_H_

#include <string>
#include <vector>

#include "coordinator/plan/option.h"

namespace barrage {

// One option of a command line: its texts in order, over all its occurrences. A flag's texts are "true" and "false".
struct GivenOption {
  const OptionRow* row = nullptr;
  std::vector<std::string> texts;  // empty: the option stood there without a value
};

struct ParsedFlags {
  std::vector<GivenOption> options;   // in table order
  std::vector<std::string> unknown;   // words that look like flags and are none of `rows`
  std::vector<std::string> operands;  // other words
};

// Splits the words of a command line. Each flag among `rows` has the form --name (--no-name for its opposite), with
// true or false behind it or not; every other option takes a value: --name VALUE, --name=VALUE, -nVALUE. A list takes
// the values up to the next flag unless `operands_expected`, and may be repeated; of another option the last one
// counts. Nothing is judged here but the form.
ParsedFlags ParseFlags(const std::vector<const OptionRow*>& rows, const std::vector<std::string>& words,
                       bool operands_expected);

}  // namespace barrage

#endif  // COORDINATOR_CLI_PARSE_FLAGS_H_
