#include "agent/loop/timer.h"

#include <memory>
#include <utility>
#include <vector>

#include "common/base/rng.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TimerTest : public ::testing::Test {
 protected:
  std::unique_ptr<Timer> Named(int name) {
    return std::make_unique<Timer>(heap_, [this, name] { ran_.push_back(name); });
  }
  TimerHeap heap_;
  std::vector<int> ran_;
};

TEST_F(TimerTest, RunsWhatIsDueInOrder) {
  const auto one = Named(1), two = Named(2), three = Named(3);
  three->Arm(30);
  one->Arm(10);
  two->Arm(20);
  EXPECT_EQ(heap_.NextNs(), 10);
  heap_.RunDue(9);
  EXPECT_THAT(ran_, IsEmpty());
  heap_.RunDue(20);
  EXPECT_THAT(ran_, ElementsAre(1, 2));
  EXPECT_EQ(heap_.NextNs(), 30);
}

TEST_F(TimerTest, TiesRunInOrderOfArming) {
  const auto one = Named(1), two = Named(2), three = Named(3);
  two->Arm(10);
  three->Arm(10);
  one->Arm(10);
  heap_.RunDue(10);
  EXPECT_THAT(ran_, ElementsAre(2, 3, 1));
}

TEST_F(TimerTest, ArmingAgainReplaces) {
  const auto one = Named(1);
  one->Arm(10);
  one->Arm(50);
  heap_.RunDue(10);
  EXPECT_THAT(ran_, IsEmpty());
  one->Disarm();
  EXPECT_EQ(heap_.NextNs(), TimerHeap::kNever);
}

TEST_F(TimerTest, DestructionDisarms) {
  auto one = Named(1);
  one->Arm(10);
  one.reset();
  EXPECT_EQ(heap_.NextNs(), TimerHeap::kNever);
}

TEST_F(TimerTest, AnAlarmThatArmsItselfRunsOnceACall) {
  int runs = 0;
  std::unique_ptr<Timer> again;
  again = std::make_unique<Timer>(heap_, [&] {
    ++runs;
    again->Arm(0);
  });
  again->Arm(0);
  heap_.RunDue(100);
  EXPECT_EQ(runs, 1);
  heap_.RunDue(100);
  EXPECT_EQ(runs, 2);
}

TEST_F(TimerTest, AnAlarmMayDisarmAnother) {
  const auto victim = Named(1);
  Timer first(heap_, [&] { victim->Disarm(); });
  first.Arm(10);
  victim->Arm(10);
  heap_.RunDue(10);
  EXPECT_THAT(ran_, IsEmpty());
}

TEST_F(TimerTest, StaysSortedUnderRandomArming) {
  Rng rng(1, "timers");
  std::vector<int64_t> times;
  std::vector<std::unique_ptr<Timer>> timers;
  int64_t now = 0;
  std::vector<int64_t> due(200);
  for (int i = 0; i < 200; ++i) {
    timers.push_back(std::make_unique<Timer>(heap_, [&times, &due, i] { times.push_back(due[i]); }));
  }
  for (int step = 0; step < 5000; ++step) {
    const size_t i = rng.Below(timers.size());
    if (rng.Below(4) == 0) {
      timers[i]->Disarm();
    } else {
      due[i] = now + static_cast<int64_t>(rng.Below(1000));
      timers[i]->Arm(due[i]);
    }
    if (step % 50 == 0) heap_.RunDue(now += 30);
  }
  heap_.RunDue(now + 2000);
  EXPECT_EQ(heap_.NextNs(), TimerHeap::kNever);
  EXPECT_GT(times.size(), 200u);
}

}  // namespace
}  // namespace barrage
