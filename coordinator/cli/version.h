#ifndef COORDINATOR_CLI_VERSION_H_
#define COORDINATOR_CLI_VERSION_H_

namespace barrage {

// Of the program and of every file it writes.
inline constexpr char kVersion[] = "0.1.0";

}  // namespace barrage

#endif  // COORDINATOR_CLI_VERSION_H_
