#include "tests/sim/timer_queue.h"

#include <vector>

#include "common/base/rng.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage::sim {
namespace {

using ::testing::ElementsAre;

TEST(TimerQueueTest, EarliestFirstAndOfEqualsTheFirstAdded) {
  TimerQueue queue;
  EXPECT_EQ(queue.next_due_ns(), kNeverNs);
  int fd = 0;
  for (const int64_t due : {30, 10, 20, 10, 30, 10}) queue.Add({due, 0, fd++, 0, 0, false});
  std::vector<int> order;
  while (queue.next_due_ns() != kNeverNs) order.push_back(queue.Pop().fd);
  EXPECT_THAT(order, ElementsAre(1, 3, 5, 2, 0, 4));
}

TEST(TimerQueueTest, NeverGoesBackWhenTimersComeAsOthersLeave) {
  TimerQueue queue;
  Rng rng(1, "timers");
  for (int i = 0; i < 100; ++i) queue.Add({static_cast<int64_t>(rng.Below(1000)), 0, 0, 0, 0, false});
  int64_t last = 0;
  for (int i = 0; i < 10000; ++i) {
    const Timer timer = queue.Pop();
    ASSERT_GE(timer.due_ns, last);
    last = timer.due_ns;
    queue.Add({last + static_cast<int64_t>(rng.Below(1000)), 0, 0, 0, 0, false});
  }
}

}  // namespace
}  // namespace barrage::sim
