#include "agent/loop/socket_stamps.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "agent/loop/stamp_check.h"
#include "common/base/clock.h"
#include "common/base/unique_fd.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

class SocketStampsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    static const StampCheck check = CheckStamps(SystemClock());
    ASSERT_EQ(check.fault, "");
  }

  // A TCP connection over loopback; `here_` does not block.
  void SetUp() override {
    const UniqueFd listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    sockaddr* const generic = reinterpret_cast<sockaddr*>(&address);
    ASSERT_EQ(bind(listener.get(), generic, size), 0);
    ASSERT_EQ(listen(listener.get(), 1), 0);
    ASSERT_EQ(getsockname(listener.get(), generic, &size), 0);
    here_ = UniqueFd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(connect(here_.get(), generic, size), 0);
    there_ = UniqueFd(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    stamps_.Open(here_.get(), true);
  }

  void PeerSends(const std::string& bytes) {
    ASSERT_EQ(write(there_.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    pollfd readable{.fd = here_.get(), .events = POLLIN, .revents = 0};
    ASSERT_EQ(poll(&readable, 1, 10'000), 1);
  }

  // As libcurl reads: through the program's recv().
  std::string Read(size_t size) {
    std::string bytes(size, 0);
    const ssize_t count = recv(here_.get(), bytes.data(), size, 0);
    bytes.resize(count > 0 ? static_cast<size_t>(count) : 0);
    return bytes;
  }

  SocketStamps stamps_{SystemClock()};
  UniqueFd here_, there_;
};

TEST_F(SocketStampsTest, AReadBringsTheKernelsStamp) {
  const int64_t before_ns = SystemClock().MonotonicNs();
  PeerSends("abc");
  EXPECT_EQ(Read(10), "abc");
  const ReadStamp& read = stamps_.last_read();
  EXPECT_TRUE(read.kernel);
  EXPECT_TRUE(read.emptied);
  EXPECT_NE(read.kernel_wall_ns, 0);
  // REALTIME and MONOTONIC are read one after the other: allow what lies between.
  EXPECT_GE(read.at_ns, before_ns - 50'000);
  EXPECT_LE(read.at_ns, read.read_ns);
}

TEST_F(SocketStampsTest, AFullBufferMayHaveLeftSomething) {
  PeerSends("abcdef");
  EXPECT_EQ(Read(3), "abc");
  EXPECT_FALSE(stamps_.last_read().emptied);
  const uint64_t first = stamps_.last_read().id;
  const int64_t stamp_ns = stamps_.last_read().kernel_wall_ns;
  EXPECT_EQ(Read(10), "def");
  EXPECT_TRUE(stamps_.last_read().emptied);
  EXPECT_EQ(stamps_.last_read().id, first + 1);
  EXPECT_EQ(stamps_.last_read().kernel_wall_ns, stamp_ns) << "the same segment";
}

TEST_F(SocketStampsTest, AFullBufferThatTookAllEmptiedTheSocket) {
  // As TLS reads a record: its head, and then exactly the rest.
  PeerSends("abcdef");
  EXPECT_EQ(Read(2), "ab");
  EXPECT_FALSE(stamps_.last_read().emptied);
  EXPECT_EQ(Read(4), "cdef");
  EXPECT_TRUE(stamps_.last_read().emptied);
}

TEST_F(SocketStampsTest, PeeksAndOtherSocketsAreLeftAlone) {
  PeerSends("abc");
  char byte = 0;
  EXPECT_EQ(recv(here_.get(), &byte, 1, MSG_PEEK), 1);
  EXPECT_EQ(stamps_.last_read().id, 0u);
  ASSERT_EQ(send(here_.get(), "xyz", 3, MSG_NOSIGNAL), 3);
  EXPECT_EQ(recv(there_.get(), &byte, 1, 0), 1);  // not opened here
  EXPECT_EQ(byte, 'x');
  EXPECT_EQ(stamps_.last_read().id, 0u);
}

TEST_F(SocketStampsTest, AUseSeesWhatItsSocketDoes) {
  SocketUse use;
  stamps_.BindNextSend(use);
  ASSERT_EQ(send(here_.get(), "GET", 3, MSG_NOSIGNAL), 3);
  ASSERT_EQ(send(here_.get(), "...", 3, MSG_NOSIGNAL), 3);
  EXPECT_EQ(use.fd, here_.get());
  EXPECT_EQ(use.sends, 2u);
  EXPECT_EQ(use.bytes_sent, 6u);
  PeerSends("0123456789");
  EXPECT_EQ(Read(20), "0123456789");
  EXPECT_EQ(use.bytes_read, 10u);
  EXPECT_EQ(use.first_byte_ns, stamps_.last_read().at_ns);
  EXPECT_EQ(std::string(use.tail.data(), use.tail.size()), "23456789");
  PeerSends("ab");
  EXPECT_EQ(Read(20), "ab");
  EXPECT_LT(use.first_byte_ns, use.last_byte_ns);
  EXPECT_EQ(std::string(use.tail.data(), use.tail.size()), "456789ab");
  ASSERT_EQ(shutdown(there_.get(), SHUT_WR), 0);
  EXPECT_EQ(Read(20), "");
  EXPECT_TRUE(use.peer_closed);
}

TEST_F(SocketStampsTest, ANewConnectionTellsItsFirstUseWhenItStood) {
  EXPECT_EQ(stamps_.opened(), 1u);
  EXPECT_EQ(stamps_.newest(), here_.get());
  SocketUse first, second;
  stamps_.BindNextSend(first);
  ASSERT_EQ(send(here_.get(), "GET", 3, MSG_NOSIGNAL), 3);
  EXPECT_GT(first.connected_ns, 0);
  stamps_.Unbind(first);
  stamps_.BindNextSend(second);
  ASSERT_EQ(send(here_.get(), "GET", 3, MSG_NOSIGNAL), 3);
  EXPECT_EQ(second.sends, 1u);
  EXPECT_EQ(second.connected_ns, 0);
}

TEST_F(SocketStampsTest, AReadTellsSinceWhenTheSocketWasEmpty) {
  const int64_t before_ns = SystemClock().MonotonicNs();
  PeerSends("abcdef");
  EXPECT_EQ(Read(3), "abc");
  EXPECT_GT(stamps_.last_read().empty_ns, 0);
  EXPECT_LE(stamps_.last_read().empty_ns, before_ns) << "when it was opened";
  EXPECT_EQ(Read(10), "def");
  EXPECT_LE(stamps_.last_read().empty_ns, before_ns) << "the read before left bytes behind";
  const int64_t emptied_ns = stamps_.last_read().read_ns;
  PeerSends("g");
  EXPECT_EQ(Read(10), "g");
  EXPECT_EQ(stamps_.last_read().empty_ns, emptied_ns);
}

TEST_F(SocketStampsTest, AnUnboundUseIsLeftAlone) {
  SocketUse use;
  stamps_.BindNextSend(use);
  stamps_.Unbind(use);
  ASSERT_EQ(send(here_.get(), "GET", 3, MSG_NOSIGNAL), 3);
  EXPECT_EQ(use.fd, -1);
  stamps_.BindNextSend(use);
  ASSERT_EQ(send(here_.get(), "GET", 3, MSG_NOSIGNAL), 3);
  stamps_.Unbind(use);
  ASSERT_EQ(send(here_.get(), "GET", 3, MSG_NOSIGNAL), 3);
  EXPECT_EQ(use.sends, 1u);
}

TEST_F(SocketStampsTest, AnEmptySocketKeepsItsErrno) {
  char byte = 0;
  timeval at_once{.tv_sec = 0, .tv_usec = 1};
  setsockopt(here_.get(), SOL_SOCKET, SO_RCVTIMEO, &at_once, sizeof(at_once));
  EXPECT_EQ(recv(here_.get(), &byte, 1, 0), -1);
  EXPECT_EQ(errno, EAGAIN);
}

TEST_F(SocketStampsTest, AReadThatPassedByIsStampedByHand) {
  SocketUse use;
  const int64_t before_ns = SystemClock().MonotonicNs();
  stamps_.NoteUnseenRead(use, 10);
  stamps_.NoteUnseenRead(use, 5);
  EXPECT_EQ(use.bytes_read, 15u);
  EXPECT_GE(use.first_byte_ns, before_ns);
  EXPECT_GE(use.last_byte_ns, use.first_byte_ns);
  EXPECT_FALSE(stamps_.last_read().kernel);
  EXPECT_FALSE(stamps_.last_read().emptied);
}

TEST_F(SocketStampsTest, WithoutTheWishThereIsNoKernelStamp) {
  stamps_.Close(here_.get());
  const int off = 0;
  setsockopt(here_.get(), SOL_SOCKET, SO_TIMESTAMPNS, &off, sizeof(off));
  stamps_.Open(here_.get(), false);
  PeerSends("abc");
  EXPECT_EQ(Read(10), "abc");
  EXPECT_FALSE(stamps_.last_read().kernel);
  EXPECT_EQ(stamps_.last_read().at_ns, stamps_.last_read().read_ns);
}

}  // namespace
}  // namespace barrage
