#include "coordinator/cli/agent_program.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

class FindAgentProgramTest : public ::testing::Test {
 protected:
  FindAgentProgramTest() {
    std::string pattern = absl::StrCat(testing::TempDir(), "/programs.XXXXXX");
    root_ = mkdtemp(pattern.data());
  }
  ~FindAgentProgramTest() override { std::filesystem::remove_all(root_); }

  std::string Make(const std::string& folder) {
    std::filesystem::create_directories(absl::StrCat(root_, folder));
    const std::string path = absl::StrCat(root_, folder, "/barrage-agent");
    std::ofstream(path) << "#!/bin/true\n";
    chmod(path.c_str(), 0755);
    return path;
  }

  std::string root_;
};

TEST_F(FindAgentProgramTest, LooksBesideThenInTheBuildTreeThenOnPath) {
  const std::string path_variable = root_ + "/nothing:" + root_ + "/path";
  const std::string own = root_ + "/coordinator/barrage";
  const auto find = [&] { return FindAgentProgram(std::nullopt, own, path_variable.c_str()); };
  std::filesystem::create_directories(root_ + "/coordinator");
  EXPECT_THAT(find().status().message(), HasSubstr("--agent-binary says where it is"));
  const std::string on_path = Make("/path");
  EXPECT_EQ(*find(), on_path);
  Make("/agent");
  EXPECT_EQ(*find(), root_ + "/coordinator/../agent/barrage-agent");
  const std::string beside = Make("/coordinator");
  EXPECT_EQ(*find(), beside);
}

TEST_F(FindAgentProgramTest, TakesTheGivenOneOrNone) {
  Make("/coordinator");
  const std::string own = root_ + "/coordinator/barrage";
  EXPECT_EQ(FindAgentProgram("/nowhere", own, nullptr).status().message(), "--agent-binary /nowhere is no program");
  EXPECT_EQ(*FindAgentProgram("/bin/true", own, nullptr), "/bin/true");
}

}  // namespace
}  // namespace barrage
