#include "agent/host/proc_file.h"

#include <fcntl.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "common/base/unique_fd.h"

namespace barrage {

std::optional<std::string> ReadProcFile(const std::string& path) {
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return std::nullopt;
  std::string content;
  char buffer[16 << 10];
  ssize_t count;
  while ((count = read(file.get(), buffer, sizeof(buffer))) > 0) content.append(buffer, static_cast<size_t>(count));
  if (count < 0) return std::nullopt;
  return content;
}

void ForEachProcLine(const std::string& path, absl::FunctionRef<void(absl::string_view)> on_line) {
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return;
  std::string begun;  // of a line whose end has not come
  char buffer[16 << 10];
  ssize_t count;
  while ((count = read(file.get(), buffer, sizeof(buffer))) > 0) {
    absl::string_view rest(buffer, static_cast<size_t>(count));
    for (size_t end = rest.find('\n'); end != absl::string_view::npos; end = rest.find('\n')) {
      absl::StrAppend(&begun, rest.substr(0, end));
      on_line(begun);
      begun.clear();
      rest.remove_prefix(end + 1);
    }
    absl::StrAppend(&begun, rest);
  }
  if (!begun.empty()) on_line(begun);
}

}  // namespace barrage
