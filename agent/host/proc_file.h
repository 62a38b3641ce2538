#ifndef AGENT_HOST_PROC_FILE_H_
#define AGENT_HOST_PROC_FILE_H_

#include <optional>
#include <string>

namespace barrage {

// The content of a file of /proc or /sys, whose size nobody tells before. Absent: it cannot be read.
std::optional<std::string> ReadProcFile(const std::string& path);

}  // namespace barrage

#endif  // AGENT_HOST_PROC_FILE_H_
