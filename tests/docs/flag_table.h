#ifndef TESTS_DOCS_FLAG_TABLE_H_
#define TESTS_DOCS_FLAG_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace barrage {

// What becomes of the flags of another tool. `list` has a line for each of its flags:
//   THEIRS | OURS | NOTE
// THEIRS: its names with blanks between them. OURS: the option here that takes its place; empty: the one of the same
// name; "-": there is none, and NOTE begins with "accepted:", "refused:" or "not needed:". Lines with # are comments.
// Returns a Markdown table. What does not fit the option table goes to `faults`: a name that is not known here, or one
// that is although the line says "-".
std::string FlagTable(absl::string_view list, std::vector<std::string>& faults);

}  // namespace barrage

#endif  // TESTS_DOCS_FLAG_TABLE_H_
