#include "common/base/log.h"

#include <unistd.h>

#include <atomic>

namespace barrage {
namespace {

std::atomic<LogLevel> g_level{LogLevel::kWarning};

std::string& Name() {
  static std::string& name = *new std::string("barrage");
  return name;
}

absl::string_view LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kError:
      return "error";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kInfo:
      return "info";
  }
  return "?";
}

}  // namespace

void SetLogLevel(LogLevel level) { g_level.store(level, std::memory_order_relaxed); }
bool LogEnabled(LogLevel level) { return level <= g_level.load(std::memory_order_relaxed); }
void SetLogName(absl::string_view name) { Name() = std::string(name); }

void WriteLog(LogLevel level, absl::string_view text) {
  if (!LogEnabled(level)) return;
  const std::string line = absl::StrCat(Name(), ": ", LevelName(level), ": ", text, "\n");
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace barrage
