#include "coordinator/cli/result_message.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "common/base/unique_fd.h"
#include "coordinator/cli/messages.h"

namespace barrage {

void PublishResult(const std::string& json, const char* termination_log) {
  PrintResult(absl::StrCat("RESULT ", json, "\n"));
  const UniqueFd file(open(termination_log, O_WRONLY | O_TRUNC | O_CLOEXEC));
  if (!file.valid() && errno == ENOENT) return;  // not in a pod
  if (!file.valid() || write(file.get(), json.data(), json.size()) != static_cast<ssize_t>(json.size())) {
    PrintWarning(absl::StrCat("cannot write ", termination_log, ": ", strerror(errno)));
  }
}

}  // namespace barrage
