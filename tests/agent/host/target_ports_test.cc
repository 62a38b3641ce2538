#include "agent/host/target_ports.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::ElementsAre;

constexpr char kTable[] =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    "   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0\n"
    "   1: 0100007F:8001 0100007F:1F40 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 20 4 0 10 -1\n"
    "   2: 0100007F:1F40 0100007F:8001 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0 20 4 0 10 -1\n"
    "   3: 0100007F:8002 0100007F:1F40 06 00000000:00000000 03:00000F00 00000000     0        0 0 3 0\n";

TEST(RemoteOf, IsThatOfConnectionsAndTimeWaitButOfNoListener) {
  std::vector<std::string> remotes;
  for (const absl::string_view line : absl::StrSplit(kTable, '\n')) remotes.emplace_back(RemoteOf(line));
  EXPECT_THAT(remotes, ElementsAre("", "", "0100007F:1F40", "0100007F:8001", "0100007F:1F40", ""));
  EXPECT_EQ(RemoteOf("not a table"), "");
  EXPECT_EQ(RemoteOf("  1: 0100007F:8001 0100007F:1F40"), "");
}

TEST(ResolveTargets, WritesAddressesAsTheKernelDoes) {
  const std::vector<TargetAddress> v4 = ResolveTargets({"http://127.0.0.1:8000/v1/chat/completions"});
  ASSERT_EQ(v4.size(), 1u);
  EXPECT_EQ(v4[0].text, "127.0.0.1:8000");
  EXPECT_EQ(v4[0].kernel, "0100007F:1F40");
  EXPECT_EQ(v4[0].kernel_v4_mapped, "0000000000000000FFFF00000100007F:1F40");
  const std::vector<TargetAddress> v6 = ResolveTargets({"https://user@[::1]/v1"});
  ASSERT_EQ(v6.size(), 1u);
  EXPECT_EQ(v6[0].text, "[::1]:443");
  EXPECT_EQ(v6[0].kernel, "00000000000000000000000001000000:01BB");
}

TEST(ResolveTargets, NamesEachAddressOnceAndLeavesOutWhatDoesNotResolve) {
  EXPECT_EQ(ResolveTargets({"http://127.0.0.1/a", "http://127.0.0.1:80/b", "http://no-such-host.invalid/"}).size(), 1u);
}

TEST(BusiestTarget, AddsMappedAddressesAndTakesTheLargest) {
  const std::vector<TargetAddress> targets = ResolveTargets({"http://127.0.0.1:8000/", "http://127.0.0.2:8000/"});
  EXPECT_EQ(BusiestTarget(targets, {{"0100007F:1F40", 2}, {"0200007F:1F40", 3}}).target, "127.0.0.2:8000");
  const PortUse mapped = BusiestTarget(targets, {{"0100007F:1F40", 2}, {"0000000000000000FFFF00000100007F:1F40", 2}});
  EXPECT_EQ(mapped.target, "127.0.0.1:8000");
  EXPECT_EQ(mapped.ports, 4u);
  EXPECT_EQ(BusiestTarget(targets, {}).target, "127.0.0.1:8000");
  EXPECT_EQ(BusiestTarget({}, {{"0100007F:1F40", 2}}).ports, 0u);
}

TEST(ReadPortUse, SeesAConnectionOfThisHost) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), size), 0);
  const std::string target = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  const PortUse use = ReadPortUse(ResolveTargets({"http://" + target + "/"}));
  EXPECT_EQ(use.target, target);
  EXPECT_EQ(use.ports, 1u);
  close(client);
  close(listener);
}

}  // namespace
}  // namespace barrage
