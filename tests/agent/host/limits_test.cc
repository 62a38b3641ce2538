#include "agent/host/limits.h"

#include <sys/resource.h>

#include "gtest/gtest.h"

namespace barrage {
namespace {

StreamDemand DemandOf(uint64_t streams) {
  StreamDemand demand;
  demand.agent = "agent-2";
  demand.target = "10.0.3.7:8000";
  demand.streams = streams;
  demand.open_files = 20;
  demand.open_file_limit = 1'048'576;
  return demand;
}

TEST(CheckLimits, LetsFittingStreamsPass) {
  EXPECT_TRUE(CheckLimits(DemandOf(28'232)).ok());  // the whole range of the kernel's default
  EXPECT_TRUE(CheckLimits(DemandOf(0)).ok());
}

TEST(CheckLimits, SaysThatPortsAreShortAndWhatToDo) {
  StreamDemand demand = DemandOf(2);
  demand.ports_in_use = 28'231;
  EXPECT_EQ(CheckLimits(demand),
            absl::ResourceExhaustedError(
                "local ports short on agent-2: 28,231 of 28,232 in use toward 10.0.3.7:8000, 2 more are needed. Reuse "
                "connections, widen net.ipv4.ip_local_port_range, or add agents."));
  demand.addresses = 2;  // one each
  EXPECT_TRUE(CheckLimits(demand).ok());
}

TEST(CheckLimits, SaysThatFilesAreShort) {
  StreamDemand demand = DemandOf(1'000);
  demand.open_file_limit = 1'024;
  EXPECT_EQ(CheckLimits(demand), absl::ResourceExhaustedError(
                                     "open files short on agent-2: 1,000 streams need 1,084 files, the limit is 1,024. "
                                     "Raise it (ulimit -Hn), or add agents."));
}

TEST(ParsePortRange, ReadsTheKernelsForm) {
  EXPECT_EQ(ParsePortRange("32768\t60999\n"), (PortRange{32768, 60999}));
  EXPECT_EQ(ParsePortRange("1024 65535")->size(), 64512u);
  for (const char* text : {"", "1", "2 1", "1 65536", "a b", "1 2 3"}) {
    EXPECT_EQ(ParsePortRange(text), std::nullopt) << text;
  }
}

TEST(CoresAllowed, RoundsTheCgroupLimitUpAndIsNeverZero) {
  const uint32_t all = CoresAllowed(std::nullopt);
  EXPECT_GE(all, 1u);
  EXPECT_EQ(CoresAllowed(0.2), 1u);
  EXPECT_EQ(CoresAllowed(1000.0), all);
}

TEST(RaiseOpenFileLimit, RaisesTheSoftLimitToTheHardOne) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = 128;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(RaiseOpenFileLimit(), limit.rlim_max);
}

}  // namespace
}  // namespace barrage
