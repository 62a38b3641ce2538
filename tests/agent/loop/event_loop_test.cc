#include "agent/loop/event_loop.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "common/base/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kMs = 1'000'000;

// Reads what comes and calls back.
class Reader final : public FdHandler {
 public:
  explicit Reader(std::function<void(std::string)> on_bytes) : on_bytes_(std::move(on_bytes)) {}
  void OnReady(int fd, uint32_t) override {
    char bytes[64];
    const ssize_t count = read(fd, bytes, sizeof(bytes));
    on_bytes_(std::string(bytes, count > 0 ? static_cast<size_t>(count) : 0));
  }

 private:
  const std::function<void(std::string)> on_bytes_;
};

class EventLoopTest : public ::testing::Test {
 protected:
  void SetUp() override {
    int fds[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
    here_ = UniqueFd(fds[0]);
    there_ = UniqueFd(fds[1]);
  }
  UniqueFd here_, there_;
  EventLoop loop_{SystemClock()};
};

TEST_F(EventLoopTest, TellsWhatIsReady) {
  std::string got;
  Reader reader([&](std::string bytes) {
    got = bytes;
    loop_.Quit();
  });
  loop_.Watch(here_.get(), EPOLLIN, reader);
  ASSERT_EQ(write(there_.get(), "hi", 2), 2);
  loop_.Run();
  EXPECT_EQ(got, "hi");
}

TEST_F(EventLoopTest, WhatCanBeWrittenComesBeforeWhatCanOnlyBeRead) {
  int fds[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
  const UniqueFd writable(fds[0]), peer(fds[1]);
  std::vector<int> order;
  class Noter final : public FdHandler {
   public:
    Noter(EventLoop& loop, std::vector<int>& order) : loop_(loop), order_(order) {}
    void OnReady(int fd, uint32_t) override {
      order_.push_back(fd);
      loop_.Unwatch(fd);
      if (order_.size() == 2) loop_.Quit();
    }

   private:
    EventLoop& loop_;
    std::vector<int>& order_;
  } noter(loop_, order);
  ASSERT_EQ(write(there_.get(), "hi", 2), 2);
  loop_.Watch(here_.get(), EPOLLIN, noter);  // ready first
  loop_.Watch(writable.get(), EPOLLOUT, noter);
  loop_.Run();
  EXPECT_THAT(order, ElementsAre(writable.get(), here_.get()));
}

TEST_F(EventLoopTest, UnwatchedIsSilent) {
  Reader reader([](std::string) { FAIL() << "called"; });
  loop_.Watch(here_.get(), EPOLLIN, reader);
  loop_.Unwatch(here_.get());
  ASSERT_EQ(write(there_.get(), "hi", 2), 2);
  Timer stop(loop_.timers(), [&] { loop_.Quit(); });
  stop.Arm(loop_.FreshNs() + 10 * kMs);
  loop_.Run();
}

TEST_F(EventLoopTest, AlarmsRunInTimeAndInOrder) {
  std::vector<int> order;
  const int64_t start_ns = loop_.FreshNs();
  int64_t second_ns = 0;
  Timer first(loop_.timers(), [&] { order.push_back(1); });
  Timer second(loop_.timers(), [&] {
    order.push_back(2);
    second_ns = loop_.FreshNs();
    loop_.Quit();
  });
  second.Arm(start_ns + 30 * kMs);
  first.Arm(start_ns + 10 * kMs);
  loop_.Run();
  EXPECT_THAT(order, ElementsAre(1, 2));
  EXPECT_GE(second_ns, start_ns + 30 * kMs);
}

TEST_F(EventLoopTest, AlarmsRunBetweenTheDescriptorsOfABatch) {
  // Handling a descriptor makes an alarm due: it runs before the batch's next descriptor, and is told that there is
  // one.
  std::vector<std::string> order;
  int fds[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
  const UniqueFd here(fds[0]), there(fds[1]);
  Timer alarm(loop_.timers(), [&] { order.push_back(loop_.HasReady() ? "alarm before another" : "alarm"); });
  Reader reader([&](std::string bytes) {
    order.push_back(bytes);
    alarm.Arm(loop_.FreshNs());
    if (order.size() == 3) loop_.Quit();
  });
  loop_.Watch(here_.get(), EPOLLIN, reader);
  loop_.Watch(here.get(), EPOLLIN, reader);
  ASSERT_EQ(write(there_.get(), "x", 1), 1);
  ASSERT_EQ(write(there.get(), "x", 1), 1);
  loop_.Run();
  EXPECT_THAT(order, ElementsAre("x", "alarm before another", "x", "alarm"));
}

TEST_F(EventLoopTest, AnotherThreadWakesIt) {
  int wakes = 0;
  loop_.OnWake([&] {
    if (++wakes == 2) loop_.Quit();
    loop_.Wake();
  });
  std::thread waker([this] { loop_.Wake(); });
  loop_.Run();
  waker.join();
  EXPECT_EQ(wakes, 2);
}

TEST_F(EventLoopTest, AWakeBeforeRunIsNotLost) {
  loop_.OnWake([this] { loop_.Quit(); });
  loop_.Wake();
  loop_.Run();
}

}  // namespace
}  // namespace barrage
