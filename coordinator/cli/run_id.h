#ifndef COORDINATOR_CLI_RUN_ID_H_
#define COORDINATOR_CLI_RUN_ID_H_

#include <string>

namespace barrage {

// A new name for a run: 12 random characters of 0-9 and a-v. It begins each request's X-Request-ID.
std::string NewRunId();

}  // namespace barrage

#endif  // COORDINATOR_CLI_RUN_ID_H_
