#include "coordinator/metrics/selftest_text.h"

#include <gtest/gtest.h>

namespace barrage {
namespace {

constexpr char kLadder[] = R"({"levels": [
  {"concurrency": 10, "request_rate": null, "ttft_error_ms": {"mean": 0.01, "p99": 0.02}, "token_gap_error_ms": {"p99": 0.003}},
  {"concurrency": 100, "request_rate": null, "ttft_error_ms": {"mean": 0.02, "p99": 0.05}, "token_gap_error_ms": {"p99": 0.004}},
  {"concurrency": null, "request_rate": 50, "ttft_error_ms": {"mean": -0.01, "p99": 0.03}, "token_gap_error_ms": {"p99": 0.001}}],
  "trusted_to": {"concurrency": 100, "request_rate": null}})";

LoadPlan Streams(int64_t concurrency) {
  LoadPlan load;
  load.concurrency = concurrency;
  return load;
}

LoadPlan Rate(double rate) {
  LoadPlan load;
  load.request_rate = rate;
  return load;
}

TEST(SelftestTextTest, TakesTheLowestLevelThatIsNoLighter) {
  EXPECT_EQ(SelftestTextFor(Streams(11), kLadder),
            "at 100 streams measured − true was +0.020 ms (mean) and 0.050 ms (p99) for TTFT, 0.004 ms (p99) for gaps; "
            "trusted to 100 streams");
  EXPECT_EQ(SelftestTextFor(Streams(10), kLadder).substr(0, 13), "at 10 streams");
}

TEST(SelftestTextTest, SaysWhereTheLadderEnds) {
  EXPECT_EQ(SelftestTextFor(Streams(101), kLadder), "it did not go up to 101 streams; trusted to 100 streams");
  EXPECT_EQ(
      SelftestTextFor(Rate(50), kLadder),
      "at 50 requests/s measured − true was -0.010 ms (mean) and 0.030 ms (p99) for TTFT, 0.001 ms (p99) for gaps; "
      "trusted at no number of requests/s of its ladder");
}

TEST(SelftestTextTest, OfAFleetTheWorstAgentSpeaks) {
  const std::string fleet = R"({"agents": [
    {"id": "a", "levels": [{"concurrency": 10, "ttft_error_ms": {"mean": 0.01, "p99": 0.02}}]},
    {"id": "b", "levels": [{"concurrency": 10, "ttft_error_ms": {"mean": 0.3, "p99": 0.9}}]}],
    "trusted_to": {"concurrency": null, "request_rate": null}})";
  EXPECT_EQ(SelftestTextFor(Streams(5), fleet).substr(0, 62),
            "at 10 streams measured − true was +0.300 ms (mean) and 0.900");
}

TEST(SelftestTextTest, SaysWhenItCannotBeRead) {
  EXPECT_EQ(SelftestTextFor(Streams(1), "nonsense"), "it cannot be read");
  EXPECT_EQ(SelftestTextFor(Streams(1), "[]"), "it cannot be read");
}

}  // namespace
}  // namespace barrage
