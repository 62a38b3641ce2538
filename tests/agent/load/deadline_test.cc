#include "agent/load/deadline.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(DeadlineTest, NoneHasPassedBeforeItsTime) {
  EXPECT_LT(JudgeDeadline({.dispatched_ns = 100, .now_ns = 109, .total_ns = 10, .no_progress_ns = 10}).late_ns, 0);
  EXPECT_LT(JudgeDeadline({.dispatched_ns = 100, .now_ns = 1'000'000}).late_ns, 0);
}

TEST(DeadlineTest, TotalCountsFromDispatch) {
  const DeadlineVerdict verdict =
      JudgeDeadline({.dispatched_ns = 100, .active_ns = 112, .now_ns = 113, .total_ns = 10, .no_progress_ns = 5});
  EXPECT_EQ(verdict.late_ns, 3);
  EXPECT_EQ(verdict.end, TransferEnd::kTimeout);
  EXPECT_FALSE(verdict.no_progress);
}

TEST(DeadlineTest, NoProgressCountsFromTheLastActivity) {
  const Deadlines quiet{.dispatched_ns = 100, .active_ns = 120, .now_ns = 125, .no_progress_ns = 5};
  EXPECT_TRUE(JudgeDeadline(quiet).no_progress);
  EXPECT_EQ(JudgeDeadline(quiet).late_ns, 0);
}

TEST(DeadlineTest, TheOneThatPassedFirstWins) {
  const DeadlineVerdict verdict = JudgeDeadline({.dispatched_ns = 100,
                                                 .now_ns = 130,
                                                 .total_ns = 20,
                                                 .no_progress_ns = 15,
                                                 .cancel_after_ns = 10,
                                                 .sent_ns = 100});
  EXPECT_EQ(verdict.end, TransferEnd::kCancelledByPlan);
  EXPECT_EQ(verdict.late_ns, 20);
}

TEST(DeadlineTest, ACancellationCountsFromWhenTheRequestWasSent) {
  Deadlines deadlines{.dispatched_ns = 100, .now_ns = 130, .cancel_after_ns = 10};
  EXPECT_LT(JudgeDeadline(deadlines).late_ns, 0);
  deadlines.sent_ns = 125;
  EXPECT_LT(JudgeDeadline(deadlines).late_ns, 0);
  deadlines.now_ns = 136;
  EXPECT_EQ(JudgeDeadline(deadlines).late_ns, 1);
}

}  // namespace
}  // namespace barrage
