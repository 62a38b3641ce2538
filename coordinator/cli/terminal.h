#ifndef COORDINATOR_CLI_TERMINAL_H_
#define COORDINATOR_CLI_TERMINAL_H_

#include <cstddef>

namespace barrage {

bool IsTerminal(int fd);

// Columns of the terminal at `fd`, at least 40; 80 where there is none.
size_t TerminalWidth(int fd);

}  // namespace barrage

#endif  // COORDINATOR_CLI_TERMINAL_H_
