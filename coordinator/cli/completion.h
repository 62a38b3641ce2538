#ifndef COORDINATOR_CLI_COMPLETION_H_
#define COORDINATOR_CLI_COMPLETION_H_

#include <string>

namespace barrage {

// A bash script that completes commands, options and the words of choices. zsh reads it through bashcompinit.
std::string BashCompletion();

}  // namespace barrage

#endif  // COORDINATOR_CLI_COMPLETION_H_
