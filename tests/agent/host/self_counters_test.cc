#include "agent/host/self_counters.h"

#include <fcntl.h>

#include "common/base/unique_fd.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(ParseResidentPages, TakesTheSecondNumber) {
  EXPECT_EQ(ParseResidentPages("1234 567 89 0 0 0 0\n"), 567u);
  EXPECT_EQ(ParseResidentPages("1234"), std::nullopt);
  EXPECT_EQ(ParseResidentPages(""), std::nullopt);
}

TEST(ReadSelfCounters, SeesAFileOpened) {
  const SelfCounters before = ReadSelfCounters();
  const UniqueFd file(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const SelfCounters after = ReadSelfCounters();
  EXPECT_EQ(after.open_files, before.open_files + 1);
  EXPECT_GE(before.open_files, 3u);
  EXPECT_GT(before.resident_bytes, uint64_t{1} << 20);
  EXPECT_GE(after.cpu_ns, before.cpu_ns);
}

}  // namespace
}  // namespace barrage
