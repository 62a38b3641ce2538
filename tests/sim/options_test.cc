#include "tests/sim/options.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(OptionsTest, HasDefaults) {
  const auto options = ParseOptions({});
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->host, "127.0.0.1");
  EXPECT_THAT(options->models, ElementsAre("sim"));
  EXPECT_EQ(options->latency.ttft, (Distribution{Shape::kConstant, 50e6, 0}));
  EXPECT_EQ(options->latency.gap, (Distribution{Shape::kConstant, 10e6, 0}));
}

TEST(OptionsTest, ReadsBothSpellingsAndRepeats) {
  const auto options = ParseOptions({"--model=a", "--model", "b", "--ttft", "12.5", "--ttft-stddev=2", "--gap=20",
                                     "--gap-distribution=exponential", "--fault", "drip@0.5", "--fault=refuse",
                                     "--http10", "--role-chunk", "none", "--idle-close", "1.5", "--latency-key=body"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_THAT(options->models, ElementsAre("a", "b"));
  EXPECT_EQ(options->latency.ttft, (Distribution{Shape::kNormal, 12.5e6, 2e6}));
  EXPECT_EQ(options->latency.gap, (Distribution{Shape::kExponential, 20e6, 0}));
  EXPECT_THAT(options->faults, ElementsAre(FaultRule{FaultKind::kDrip, 0.5}, FaultRule{FaultKind::kRefuse, 1}));
  EXPECT_TRUE(options->http10);
  EXPECT_EQ(options->role_chunk, RoleChunk::kNone);
  EXPECT_EQ(options->latency_key, LatencyKey::kBody);
  EXPECT_EQ(options->idle_close_ns, 1'500'000'000);
}

TEST(OptionsTest, NamesAllProblemsAtOnce) {
  EXPECT_EQ(ParseOptions({"--bogus", "--ttft", "-1", "--port=99999", "--fault=x", "--slots=2", "--threads=2",
                          "--latency-key=x", "--gap"})
                .status()
                .message(),
            "unknown flag '--bogus'\n"
            "--ttft must be a number >= 0, got '-1'\n"
            "--port must be a whole number from 0 to 65535, got '99999'\n"
            "--fault no such fault: 'x'\n"
            "--latency-key must be request-id, body or connection, got 'x'\n"
            "--gap needs a value\n"
            "--slots needs --threads 1: there is one line for all requests");
}

TEST(OptionsTest, HelpNamesEveryFault) {
  const std::string help = HelpText();
  for (const FaultName& fault : FaultNames()) EXPECT_THAT(help, HasSubstr(fault.name));
}

}  // namespace
}  // namespace barrage::sim
