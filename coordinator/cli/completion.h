#ifndef COORDINATOR_CLI_COMPLETION_H_
#define COORDINATOR_CLI_COMPLETION_H_

#include <string>

namespace barrage {

// Scripts that complete commands, options and the words of choices, one for each shell.
std::string BashCompletion();
std::string ZshCompletion();
std::string FishCompletion();

}  // namespace barrage

#endif  // COORDINATOR_CLI_COMPLETION_H_
