#include "agent/lease.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

TEST(Lease, RunsSixSecondsFromWhenTheAnsweredProgressWasSent) {
  Lease lease;
  const uint64_t first = lease.Send(100 * kSecond);
  const uint64_t second = lease.Send(101 * kSecond);
  EXPECT_EQ(lease.Answer(first), 106 * kSecond);
  EXPECT_EQ(lease.Answer(second), 107 * kSecond);
}

TEST(Lease, IsNotRenewedByAnAnswerTwiceOrToAnOlderOne) {
  Lease lease;
  const uint64_t first = lease.Send(1 * kSecond);
  const uint64_t second = lease.Send(2 * kSecond);
  EXPECT_EQ(lease.Answer(second), 8 * kSecond);
  EXPECT_EQ(lease.Answer(second), std::nullopt);
  EXPECT_EQ(lease.Answer(first), std::nullopt);
  EXPECT_EQ(lease.Answer(99), std::nullopt);  // never sent
}

TEST(Lease, TellsHowLongTheCoordinatorIsSilent) {
  Lease lease;
  EXPECT_EQ(lease.waiting_since_ns(), std::nullopt);
  const uint64_t first = lease.Send(1 * kSecond);
  lease.Send(2 * kSecond);
  EXPECT_EQ(lease.waiting_since_ns(), 1 * kSecond);
  lease.Answer(first);
  EXPECT_EQ(lease.waiting_since_ns(), 2 * kSecond);
}

TEST(Lease, ExpectsNoAnswerFromAStreamThatIsGone) {
  Lease lease;
  const uint64_t lost = lease.Send(1 * kSecond);
  lease.ForgetUnanswered();
  EXPECT_EQ(lease.waiting_since_ns(), std::nullopt);
  EXPECT_EQ(lease.Answer(lost), std::nullopt);
  EXPECT_EQ(lease.Answer(lease.Send(5 * kSecond)), 11 * kSecond);
}

TEST(Lease, EndsBeforeTheCoordinatorCallsTheAgentLost) {
  // The coordinator waits 6.5 s from the last message that came; that was sent no later.
  EXPECT_LT(Lease::kLengthNs, 6'500'000'000);
}

}  // namespace
}  // namespace barrage
