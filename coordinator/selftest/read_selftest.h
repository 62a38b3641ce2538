#ifndef COORDINATOR_SELFTEST_READ_SELFTEST_H_
#define COORDINATOR_SELFTEST_READ_SELFTEST_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "coordinator/selftest/selftest_level.h"

namespace barrage {

// The levels of what SelftestJson wrote. Error: InvalidArgument where it is something else.
absl::StatusOr<std::vector<SelftestResult>> ReadSelftest(absl::string_view json);

}  // namespace barrage

#endif  // COORDINATOR_SELFTEST_READ_SELFTEST_H_
