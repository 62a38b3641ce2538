#include "coordinator/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace barrage {

bool IsTerminal(int fd) { return isatty(fd) == 1; }

size_t TerminalWidth(int fd) {
  winsize size{};
  if (!IsTerminal(fd) || ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::max<size_t>(40, size.ws_col);
}

}  // namespace barrage
