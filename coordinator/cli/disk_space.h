#ifndef COORDINATOR_CLI_DISK_SPACE_H_
#define COORDINATOR_CLI_DISK_SPACE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "coordinator/plan/plan.h"

namespace barrage {

// Bytes that the record log of `requests` requests will take, generously: their records and one entry a streamed event.
uint64_t ExpectedLogBytes(const Plan& plan, int64_t requests);

// Error: ResourceExhausted with both figures when the file system of `path` has less room than `bytes`.
absl::Status CheckDiskSpace(const std::string& path, uint64_t bytes);

}  // namespace barrage

#endif  // COORDINATOR_CLI_DISK_SPACE_H_
