#include "coordinator/cli/port_holder.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "common/base/unique_fd.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

// A socket bound to a free loopback port, listening or not.
struct Bound {
  explicit Bound(bool listening) : socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    if (listening) {
      EXPECT_EQ(listen(socket.get(), 1), 0);
    }
    EXPECT_EQ(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    port = ntohs(address.sin_port);
  }

  UniqueFd socket;
  int port = 0;
};

TEST(PortHolderTest, NamesTheListeningProcess) {
  const Bound bound(true);
  const auto holder = FindPortHolder(bound.port);
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->pid, getpid());
  EXPECT_THAT(holder->program, HasSubstr("port_holder"));
  EXPECT_EQ(holder->run_directory, "");
}

TEST(PortHolderTest, NamesTheRunWhoseRecordsAreOpen) {
  const Bound bound(true);
  const std::string run = absl::StrCat(testing::TempDir(), "/port-holder-run");
  std::filesystem::create_directories(run + "/records");
  {
    const UniqueFd log(open((run + "/records/000001").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    ASSERT_TRUE(log.valid());
    EXPECT_THAT(
        DescribePortHolder(absl::StrCat("0.0.0.0:", bound.port)),
        HasSubstr(absl::StrCat("(process ", getpid(), "), for the run in ", std::filesystem::canonical(run).string())));
  }
  std::filesystem::remove_all(run);
}

TEST(PortHolderTest, FindsNobodyWhereNobodyListens) {
  const Bound bound(false);
  EXPECT_FALSE(FindPortHolder(bound.port));
  EXPECT_EQ(DescribePortHolder(absl::StrCat("127.0.0.1:", bound.port)), "");
  EXPECT_EQ(DescribePortHolder("127.0.0.1:http"), "");
}

}  // namespace
}  // namespace barrage
