#ifndef AGENT_HOST_PROC_FILE_H_
#define AGENT_HOST_PROC_FILE_H_

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace barrage {

// The content of a file of /proc or /sys, whose size nobody tells before. Absent: it cannot be read.
std::optional<std::string> ReadProcFile(const std::string& path);

// Calls `on_line` with each of its lines, without the line end, and holds no more of it than a piece at a time: a table
// of the kernel can be megabytes. Nothing where it cannot be read.
void ForEachProcLine(const std::string& path, absl::FunctionRef<void(absl::string_view)> on_line);

}  // namespace barrage

#endif  // AGENT_HOST_PROC_FILE_H_
