#ifndef COMMON_BASE_LOG_H_
#define COMMON_BASE_LOG_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace barrage {

enum class LogLevel { kError, kWarning, kInfo };

// What is written at all; kWarning at start. Set by main, before threads.
void SetLogLevel(LogLevel level);
bool LogEnabled(LogLevel level);

// One line on stderr, `program: level: text`, in one write(). Any thread. EPIPE and a closed terminal are ignored.
void WriteLog(LogLevel level, absl::string_view text);

// The first word of each line: "barrage", "barrage-agent". Set by main, before threads.
void SetLogName(absl::string_view name);

template <typename... Parts>
void LogError(const Parts&... parts) {
  WriteLog(LogLevel::kError, absl::StrCat(parts...));
}
template <typename... Parts>
void LogWarning(const Parts&... parts) {
  WriteLog(LogLevel::kWarning, absl::StrCat(parts...));
}
template <typename... Parts>
void LogInfo(const Parts&... parts) {
  if (LogEnabled(LogLevel::kInfo)) WriteLog(LogLevel::kInfo, absl::StrCat(parts...));
}

}  // namespace barrage

#endif  // COMMON_BASE_LOG_H_
