#include "coordinator/report/console.h"

#include "absl/strings/str_split.h"
#include "coordinator/report/terminal_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/coordinator/report/sample_summary.h"
#include "tests/golden/golden.h"

namespace barrage {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string Render(size_t width) {
  return RenderConsole(SampleSummary(),
                       {.width = width, .directory = "artifacts/nightly", .files = {"summary.json", "report.html"}});
}

TEST(Console, LooksAsStoredAt80Columns) { EXPECT_TRUE(IsGolden(Render(80), "tests/golden/report/console_80.txt")); }
TEST(Console, LooksAsStoredAt200Columns) { EXPECT_TRUE(IsGolden(Render(200), "tests/golden/report/console_200.txt")); }

TEST(Console, NoLineIsWiderThanTheTerminal) {
  for (const size_t width : {80u, 120u, 200u}) {
    for (const absl::string_view line : absl::StrSplit(Render(width), '\n')) {
      EXPECT_LE(Columns(line), width) << line;
    }
  }
}

TEST(Console, GivesTheVerdictBeforeAnyNumber) {
  const std::string text = Render(120);
  EXPECT_LT(text.find("INVALID"), text.find("Time To First Token"));
}

TEST(Console, NeverPassesControlBytesOfAServerToTheTerminal) {
  const std::string text = Render(200);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("<script>slow down [31m\xef\xbf\xbd"));
}

TEST(Console, ColoursTheVerdictOnlyWhenAsked) {
  EXPECT_THAT(RenderConsole(SampleSummary(), {.width = 80, .color = true}), HasSubstr("\x1b[1;31mINVALID\x1b[0m"));
}

TEST(Console, MarksPercentilesWithoutAnInterval) {
  EXPECT_THAT(Render(200), HasSubstr("~9.00"));  // p99 of TTFT: the sample has intervals up to p95
  EXPECT_THAT(Render(200), Not(HasSubstr("~7.00")));
}

TEST(Console, SaysSoWhenNothingSucceeded) {
  EXPECT_THAT(RenderConsole(Summary(), {.width = 80}), HasSubstr("No metric could be computed"));
}

TEST(Console, OneLineCutsBetweenCharacters) {
  EXPECT_EQ(OneLine("añb", 2), "añ…");
  EXPECT_EQ(OneLine("añb", 3), "añb");
  EXPECT_EQ(OneLine("a\tb\nc", 9), "a b c");
}

}  // namespace
}  // namespace barrage
