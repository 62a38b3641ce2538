#include "agent/host/proc_file.h"

#include <fcntl.h>
#include <unistd.h>

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

}  // namespace barrage
