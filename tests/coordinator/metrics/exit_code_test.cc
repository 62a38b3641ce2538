#include "coordinator/metrics/exit_code.h"

#include <gtest/gtest.h>

#include <optional>

namespace barrage {
namespace {

TEST(ExitCodeTest, FollowsTheOrderOfPrecedence) {
  wire::RunEnd clean, interrupted;
  interrupted.set_exit_code(143);
  EXPECT_EQ(ExitCodeOf(clean, Verdict::kValid, false, std::nullopt), 0);
  EXPECT_EQ(ExitCodeOf(clean, Verdict::kValid, true, true), 0);
  EXPECT_EQ(ExitCodeOf(clean, Verdict::kValid, false, false), 99);
  EXPECT_EQ(ExitCodeOf(clean, Verdict::kDegraded, false, false), 99);
  EXPECT_EQ(ExitCodeOf(clean, Verdict::kDegraded, true, false), 5);
  EXPECT_EQ(ExitCodeOf(clean, Verdict::kInvalid, false, false), 5);
  EXPECT_EQ(ExitCodeOf(interrupted, Verdict::kInvalid, true, false), 143);
  EXPECT_EQ(ExitCodeOf(std::nullopt, Verdict::kValid, false, true), 5);
}

}  // namespace
}  // namespace barrage
