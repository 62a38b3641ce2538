#ifndef COORDINATOR_REPORT_TERMINAL_TEXT_H_
#define COORDINATOR_REPORT_TERMINAL_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace barrage {

// `text` on one line for a terminal: control bytes become spaces, invalid bytes U+FFFD, cut to `columns` code points
// with … where it is longer.
std::string OneLine(absl::string_view text, size_t columns);

// Code points of valid UTF-8: the columns it takes, as none of ours is wide.
size_t Columns(absl::string_view text);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_TERMINAL_TEXT_H_
