#include "coordinator/cli/messages.h"

#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace barrage {
namespace {

void WriteAll(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t put = write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;
    text.remove_prefix(static_cast<size_t>(put));
  }
}

void PrintLines(absl::string_view prefix, absl::string_view text) {
  std::string lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&lines, prefix, line, "\n");
  }
  WriteAll(STDERR_FILENO, lines);
}

}  // namespace

void PrintError(absl::string_view text) { PrintLines("barrage: error: ", text); }

void PrintErrors(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) PrintError(text);
}

void PrintWarning(absl::string_view text) { PrintLines("barrage: warning: ", text); }

void PrintNotice(absl::string_view text) { PrintLines("", text); }

void PrintRaw(absl::string_view text) { WriteAll(STDERR_FILENO, text); }

void PrintResult(absl::string_view text) { WriteAll(STDOUT_FILENO, text); }

}  // namespace barrage
