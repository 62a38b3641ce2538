#include "agent/agent_options.h"

#include <cstdlib>

#include "agent/value_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ParseCommandLine, TakesEveryFlag) {
  const ParsedCommandLine parsed = ParseCommandLine({"--coordinator",
                                                     "host:7443",
                                                     "--id=a",
                                                     "--loops",
                                                     "3",
                                                     "--drain-timeout",
                                                     "5s",
                                                     "--orphan-timeout",
                                                     "2m",
                                                     "--spool-dir",
                                                     testing::TempDir(),
                                                     "--spool-limit",
                                                     "1GiB",
                                                     "--record-memory",
                                                     "8MiB",
                                                     "--once",
                                                     "--coordinator-timeout",
                                                     "1.5",
                                                     "--api-key-file",
                                                     "k",
                                                     "--run-token-file",
                                                     "t",
                                                     "--health",
                                                     "127.0.0.1:8080",
                                                     "--tls-ca",
                                                     "ca",
                                                     "--tls-cert",
                                                     "c",
                                                     "--tls-key",
                                                     "y",
                                                     "--tls-server-name",
                                                     "n"});
  ASSERT_THAT(parsed.problems, IsEmpty());
  const AgentOptions& options = parsed.options;
  EXPECT_EQ(options.coordinator, "host:7443");
  EXPECT_EQ(options.id, "a");
  EXPECT_EQ(options.loops, 3u);
  EXPECT_EQ(options.drain_timeout, seconds(5));
  EXPECT_EQ(options.orphan_timeout, seconds(120));
  EXPECT_EQ(options.spool_folder, testing::TempDir());
  EXPECT_EQ(options.spool_limit_bytes, uint64_t{1} << 30);
  EXPECT_EQ(options.record_memory_bytes, uint64_t{8} << 20);
  EXPECT_TRUE(options.once);
  EXPECT_EQ(options.coordinator_timeout, milliseconds(1500));
  EXPECT_EQ(options.api_key_file, "k");
  EXPECT_EQ(options.run_token_file, "t");
  EXPECT_EQ(options.health, "127.0.0.1:8080");
  EXPECT_TRUE(options.tls());
}

TEST(ParseCommandLine, HasDefaults) {
  const AgentOptions options = ParseCommandLine({"--coordinator", "h:1"}).options;
  EXPECT_EQ(options.drain_timeout, seconds(30));
  EXPECT_EQ(options.orphan_timeout, seconds(60));
  EXPECT_EQ(options.coordinator_timeout, std::nullopt);
  EXPECT_EQ(options.spool_limit_bytes, uint64_t{4} << 30);
  EXPECT_EQ(options.record_memory_bytes, uint64_t{64} << 20);
  EXPECT_FALSE(options.spool_folder.empty());
  EXPECT_FALSE(options.tls());
  EXPECT_EQ(ParseCommandLine({"--coordinator", "h:1", "--once"}).options.coordinator_timeout, seconds(300));
}

TEST(ParseCommandLine, NamesAllProblemsAtOnce) {
  EXPECT_THAT(
      ParseCommandLine({"--coordinater", "h:1", "--loops", "0", "--spool-limit=much", "stray", "--id"}).problems,
      ElementsAre("--id needs a value: NAME", "--loops must be 1 to 1024, got \"0\"",
                  "--spool-limit must be a size such as 4GiB, got \"much\"",
                  "unknown flag --coordinater: did you mean --coordinator?", "unexpected \"stray\""));
  EXPECT_THAT(ParseCommandLine({}).problems, ElementsAre(HasSubstr("--coordinator HOST:PORT is missing")));
  EXPECT_THAT(ParseCommandLine({"--coordinator", "host"}).problems,
              ElementsAre("--coordinator must be HOST:PORT, got \"host\""));
  EXPECT_THAT(ParseCommandLine({"--coordinator", "h:1", "--tls-cert", "c"}).problems,
              ElementsAre("--tls-cert and --tls-key go together"));
}

TEST(ParseCommandLine, TakesAVariableWhereTheFlagIsNotGiven) {
  setenv("BARRAGE_COORDINATOR", "from-env:1", 1);
  setenv("BARRAGE_RUN_TOKEN_FILE", "/token", 1);
  const AgentOptions from_environment = ParseCommandLine({}).options;
  EXPECT_EQ(from_environment.coordinator, "from-env:1");
  EXPECT_EQ(from_environment.run_token_file, "/token");
  EXPECT_EQ(ParseCommandLine({"--coordinator", "flag:2"}).options.coordinator, "flag:2");
  unsetenv("BARRAGE_COORDINATOR");
  unsetenv("BARRAGE_RUN_TOKEN_FILE");
}

TEST(ParseCommandLine, HelpsWithoutACoordinator) {
  EXPECT_TRUE(ParseCommandLine({"--help"}).help);
  EXPECT_TRUE(ParseCommandLine({"--version"}).version);
  EXPECT_THAT(AgentHelp(), HasSubstr("--coordinator HOST:PORT"));
}

TEST(ParseDuration, TakesUnits) {
  EXPECT_EQ(ParseDuration("90"), seconds(90));
  EXPECT_EQ(ParseDuration("250ms"), milliseconds(250));
  EXPECT_EQ(ParseDuration("1.5m"), seconds(90));
  EXPECT_EQ(ParseDuration("2h"), seconds(7200));
  EXPECT_EQ(ParseDuration("0"), seconds(0));
  for (const char* text : {"", "s", "-1", "1x", "1 2", "1e9h", "nan"})
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
}

TEST(ParseSize, TakesUnits) {
  EXPECT_EQ(ParseSize("1048576"), 1048576u);
  EXPECT_EQ(ParseSize("4GiB"), uint64_t{4} << 30);
  EXPECT_EQ(ParseSize("512m"), uint64_t{512} << 20);
  EXPECT_EQ(ParseSize("1.5K"), 1536u);
  for (const char* text : {"", "0", "-1", "GiB", "1X", "99999999999T"})
    EXPECT_EQ(ParseSize(text), std::nullopt) << text;
}

}  // namespace
}  // namespace barrage
