#include "coordinator/web/file_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "common/base/unique_fd.h"

namespace barrage {

bool StreamFile(const std::string& path, int64_t bytes, const BodySink& sink) {
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.valid()) return false;
  std::array<char, 64 * 1024> buffer;
  while (bytes > 0) {
    const auto want = static_cast<size_t>(std::min<int64_t>(bytes, buffer.size()));
    const ssize_t got = read(file.get(), buffer.data(), want);
    if (got <= 0 || !sink({buffer.data(), static_cast<size_t>(got)})) return false;
    bytes -= got;
  }
  return true;
}

}  // namespace barrage
