#include "tests/sim/fault.h"

#include "gtest/gtest.h"

namespace barrage::sim {
namespace {

TEST(FaultTest, ReadsARule) {
  EXPECT_EQ(*ParseFaultRule("truncate@0.25"), (FaultRule{FaultKind::kTruncate, 0.25}));
  EXPECT_EQ(*ParseFaultRule("http-429"), (FaultRule{FaultKind::kHttp429, 1}));
}

TEST(FaultTest, EveryNameReadsBackAsItsKind) {
  for (const FaultName& entry : FaultNames()) {
    EXPECT_EQ(ParseFaultRule(entry.name)->kind, entry.kind);
    EXPECT_STREQ(Name(entry.kind), entry.name);
  }
}

TEST(FaultTest, RefusesWhatIsNoRule) {
  EXPECT_EQ(ParseFaultRule("explode@1").status().message(), "no such fault: 'explode'");
  EXPECT_EQ(ParseFaultRule("drip@0").status().message(), "the share must be in (0, 1], got '0'");
  EXPECT_EQ(ParseFaultRule("drip@1.5").status().message(), "the share must be in (0, 1], got '1.5'");
  EXPECT_EQ(ParseFaultRule("drip@").status().message(), "the share must be in (0, 1], got ''");
}

TEST(FaultTest, StrikesTheStatedSharesAndTheSameRequestsEachTime) {
  const std::vector<FaultRule> rules = {
      {FaultKind::kRefuse, 1}, {FaultKind::kHttp500, 0.2}, {FaultKind::kTruncate, 0.1}};
  int http_500 = 0;
  int truncated = 0;
  constexpr int kRequests = 20000;
  for (int key = 0; key < kRequests; ++key) {
    const FaultKind fault = DrawRequestFault(rules, 1, key);
    ASSERT_EQ(fault, DrawRequestFault(rules, 1, key));
    if (fault == FaultKind::kHttp500) ++http_500;
    if (fault == FaultKind::kTruncate) ++truncated;
    ASSERT_NE(fault, FaultKind::kRefuse) << "a connection's fault, not a request's";
  }
  // Standard deviations: sqrt(20000 * 0.2 * 0.8) = 57 and sqrt(20000 * 0.1 * 0.9) = 42; five of them.
  EXPECT_NEAR(http_500, 4000, 285);
  EXPECT_NEAR(truncated, 2000, 210);
}

TEST(FaultTest, RefusesTheStatedShareOfConnections) {
  int refused = 0;
  for (int ordinal = 0; ordinal < 10000; ++ordinal) refused += DrawRefusal({{FaultKind::kRefuse, 0.5}}, 1, ordinal);
  EXPECT_NEAR(refused, 5000, 250);  // five times sqrt(10000 / 4)
  EXPECT_FALSE(DrawRefusal({{FaultKind::kDrip, 1}}, 1, 1));
}

}  // namespace
}  // namespace barrage::sim
