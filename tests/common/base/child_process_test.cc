#include "common/base/child_process.h"

#include <signal.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

constexpr std::chrono::seconds kPatience{20};

TEST(ChildProcessTest, GivesWhatItPrintsAndItsExitStatus) {
  auto child = ChildProcess::Start({"/bin/sh", "-c", "echo one; echo two >&2; exit 7"});
  ASSERT_TRUE(child.ok());
  EXPECT_EQ(child->Wait(), 7);
  EXPECT_EQ(child->Output(), "one\ntwo\n");
  EXPECT_EQ(*child->FirstLine(kPatience), "one");
}

TEST(ChildProcessTest, ASignalCountsFrom128) {
  auto child = ChildProcess::Start({"/bin/sh", "-c", "kill -KILL $$"});
  ASSERT_TRUE(child.ok());
  EXPECT_EQ(child->Wait(), 128 + SIGKILL);
}

TEST(ChildProcessTest, SaysWhyThereIsNoFirstLine) {
  auto child = ChildProcess::Start({"/bin/sh", "-c", "printf broken; exit 1"});
  ASSERT_TRUE(child.ok());
  EXPECT_THAT(std::string(child->FirstLine(kPatience).status().message()), HasSubstr("it ended at once: broken"));
}

TEST(ChildProcessTest, EndsWhatStillRuns) {
  std::string pid;
  {
    auto child = ChildProcess::Start({"/bin/sh", "-c", "echo $$; exec sleep 600"});
    ASSERT_TRUE(child.ok());
    pid = *child->FirstLine(kPatience);
    EXPECT_EQ(kill(std::stoi(pid), 0), 0);
  }
  EXPECT_EQ(kill(std::stoi(pid), 0), -1);
}

TEST(ChildProcessTest, KeepsThisProgramsSettingsFromItWhereAsked) {
  setenv("BARRAGE_COORDINATOR", "here", 1);
  auto child = ChildProcess::Start({"/bin/sh", "-c", "echo $BARRAGE_COORDINATOR.$PATH"}, {.without_settings = true});
  ASSERT_TRUE(child.ok());
  EXPECT_EQ(child->Wait(), 0);
  EXPECT_EQ(child->Output(), std::string(".") + getenv("PATH") + "\n");
  EXPECT_TRUE(child->Ended());
  unsetenv("BARRAGE_COORDINATOR");
}

TEST(ChildProcessTest, NamesAProgramThatCannotBeStarted) {
  EXPECT_THAT(std::string(ChildProcess::Start({"/no/such"}).status().message()), HasSubstr("cannot start /no/such"));
}

}  // namespace
}  // namespace barrage
