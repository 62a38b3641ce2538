#ifndef COORDINATOR_CLI_RESULT_MESSAGE_H_
#define COORDINATOR_CLI_RESULT_MESSAGE_H_

#include <string>

namespace barrage {

// Where Kubernetes reads a container's last words.
inline constexpr char kTerminationLog[] = "/dev/termination-log";

// Ends stdout with "RESULT <json>", and leaves `json` in `termination_log` where that file exists.
void PublishResult(const std::string& json, const char* termination_log = kTerminationLog);

}  // namespace barrage

#endif  // COORDINATOR_CLI_RESULT_MESSAGE_H_
