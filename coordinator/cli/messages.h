#ifndef COORDINATOR_CLI_MESSAGES_H_
#define COORDINATOR_CLI_MESSAGES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace barrage {

// Lines on stderr: "barrage: error: …". A text of several lines becomes as many. Any thread; never stops at EPIPE.
void PrintError(absl::string_view text);
void PrintErrors(const std::vector<std::string>& texts);
void PrintWarning(absl::string_view text);

// A line on stderr as it is.
void PrintNotice(absl::string_view text);

// `text` on stderr as it is, without a line's end of its own.
void PrintRaw(absl::string_view text);

// All of `text` to stdout. A closed stdout is ignored: the files hold the same.
void PrintResult(absl::string_view text);

}  // namespace barrage

#endif  // COORDINATOR_CLI_MESSAGES_H_
