#include "agent/host/cgroup.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

// A root folder with these files.
std::string RootWith(const std::map<std::string, std::string>& files) {
  static int number = 0;
  const std::string root = testing::TempDir() + "/cgroup_test." + std::to_string(number++);
  for (const auto& [path, content] : files) {
    std::filesystem::create_directories(std::filesystem::path(root + path).parent_path());
    std::ofstream(root + path) << content;
  }
  return root;
}

TEST(CgroupParsers, ReadCpuMax) {
  EXPECT_EQ(ParseCpuMax("200000 100000\n"), 2.0);
  EXPECT_EQ(ParseCpuMax("50000 100000\n"), 0.5);
  EXPECT_EQ(ParseCpuMax("max 100000\n"), std::nullopt);
  EXPECT_EQ(ParseCpuMax(""), std::nullopt);
  EXPECT_EQ(ParseCpuMax("100000"), std::nullopt);
  EXPECT_EQ(ParseCpuMax("x y"), std::nullopt);
}

TEST(CgroupParsers, ReadCfsQuota) {
  EXPECT_EQ(ParseCfsQuota("150000\n", "100000\n"), 1.5);
  EXPECT_EQ(ParseCfsQuota("-1\n", "100000\n"), std::nullopt);
  EXPECT_EQ(ParseCfsQuota("150000\n", "0\n"), std::nullopt);
  EXPECT_EQ(ParseCfsQuota("", ""), std::nullopt);
}

TEST(CgroupParsers, ReadMemoryLimit) {
  EXPECT_EQ(ParseMemoryLimit("536870912\n"), 536870912u);
  EXPECT_EQ(ParseMemoryLimit("max\n"), std::nullopt);
  EXPECT_EQ(ParseMemoryLimit("9223372036854771712\n"), std::nullopt);  // version 1: none
  EXPECT_EQ(ParseMemoryLimit(""), std::nullopt);
}

TEST(CgroupParsers, ReadCpuStatOfBothVersions) {
  EXPECT_EQ(ParseCpuStat("usage_usec 100\nnr_periods 9\nnr_throttled 3\nthrottled_usec 2500\n"),
            (CpuThrottling{3, 2'500'000}));
  EXPECT_EQ(ParseCpuStat("nr_periods 9\nnr_throttled 3\nthrottled_time 2500\n"), (CpuThrottling{3, 2'500}));
  EXPECT_EQ(ParseCpuStat("usage_usec 100\n"), std::nullopt);
  EXPECT_EQ(ParseCpuStat(""), std::nullopt);
}

TEST(Cgroup, TakesTheTightestLimitOnTheWayToTheRoot) {
  const Cgroup cgroup(RootWith({{"/proc/self/cgroup", "0::/pod/container\n"},
                                {"/sys/fs/cgroup/pod/cpu.max", "150000 100000\n"},
                                {"/sys/fs/cgroup/pod/memory.max", "max\n"},
                                {"/sys/fs/cgroup/pod/container/cpu.max", "400000 100000\n"},
                                {"/sys/fs/cgroup/pod/container/memory.max", "1048576\n"},
                                {"/sys/fs/cgroup/pod/container/cpu.stat", "nr_throttled 7\nthrottled_usec 1\n"}}));
  EXPECT_EQ(cgroup.Limits(), (CgroupLimits{1.5, 1048576}));
  EXPECT_EQ(cgroup.Throttling(), (CpuThrottling{7, 1000}));
}

TEST(Cgroup, ReadsVersion1) {
  const Cgroup cgroup(
      RootWith({{"/proc/self/cgroup", "11:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n1:name=systemd:/docker/abc\n"},
                {"/sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us", "50000\n"},
                {"/sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us", "100000\n"},
                {"/sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.stat", "nr_throttled 2\nthrottled_time 99\n"},
                {"/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "9223372036854771712\n"},
                {"/sys/fs/cgroup/memory/docker/memory.limit_in_bytes", "2097152\n"}}));
  EXPECT_EQ(cgroup.Limits(), (CgroupLimits{0.5, 2097152}));
  EXPECT_EQ(cgroup.Throttling(), (CpuThrottling{2, 99}));
}

TEST(Cgroup, FallsBackToTheMountWhenTheGroupIsNotVisible) {
  const Cgroup cgroup(RootWith({{"/proc/self/cgroup", "0::/kubepods/of/the/host\n"},
                                {"/sys/fs/cgroup/cpu.max", "300000 100000\n"},
                                {"/sys/fs/cgroup/memory.max", "4096\n"}}));
  EXPECT_EQ(cgroup.Limits(), (CgroupLimits{3.0, 4096}));
}

TEST(Cgroup, PrefersTheVersion1ControllerOfAMixedHost) {
  const Cgroup cgroup(RootWith({{"/proc/self/cgroup", "0::/x\n4:cpu:/x\n"},
                                {"/sys/fs/cgroup/unified/x/cgroup.procs", ""},
                                {"/sys/fs/cgroup/cpu/x/cpu.cfs_quota_us", "200000\n"},
                                {"/sys/fs/cgroup/cpu/x/cpu.cfs_period_us", "100000\n"}}));
  EXPECT_EQ(cgroup.Limits(), (CgroupLimits{2.0, std::nullopt}));
}

TEST(Cgroup, HasNothingToSayWithoutControlGroups) {
  const Cgroup cgroup("/nonexistent");
  EXPECT_EQ(cgroup.Limits(), CgroupLimits());
  EXPECT_EQ(cgroup.Throttling(), std::nullopt);
}

}  // namespace
}  // namespace barrage
