#include "coordinator/cli/artifact_directory.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

TEST(ArtifactNameTest, IsGenAiPerfs) {
  Plan plan;
  EXPECT_EQ(ArtifactName(plan, "gpt2"), "gpt2-openai-chat-concurrency1");
  plan.load.concurrency = 64;
  EXPECT_EQ(ArtifactName(plan, "meta/llama-3.1-8b"), "meta_llama-3.1-8b-openai-chat-concurrency64");
  plan.load.request_rate = 2.5;
  plan.target.endpoint_type = "completions";
  EXPECT_EQ(ArtifactName(plan, "gpt2"), "gpt2-openai-completions-request_rate2.5");
  plan.load.request_rate.reset();
  plan.load.stages = {{1, 1, absl::Seconds(1)}};
  EXPECT_EQ(ArtifactName(plan, "gpt2"), "gpt2-openai-completions-stages");
}

TEST(ArtifactNameTest, IsAlwaysAFileName) {
  EXPECT_EQ(ArtifactName(Plan(), "../../etc/passwd"), "model.._.._etc_passwd-openai-chat-concurrency1");
  EXPECT_EQ(ArtifactName(Plan(), "a b\n\x01é"), "a_b____-openai-chat-concurrency1");
  EXPECT_LT(ArtifactName(Plan(), std::string(5000, 'x')).size(), 200u);
}

class MakeArtifactDirectoryTest : public ::testing::Test {
 protected:
  MakeArtifactDirectoryTest() {
    std::string pattern = absl::StrCat(testing::TempDir(), "/artifacts.XXXXXX");
    parent_ = mkdtemp(pattern.data());
  }
  ~MakeArtifactDirectoryTest() override { std::filesystem::remove_all(parent_); }

  std::string parent_;
};

TEST_F(MakeArtifactDirectoryTest, NeverUsesARunsDirectoryAgain) {
  const auto first = MakeArtifactDirectory(parent_ + "/deep", "run");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->path, parent_ + "/deep/run");
  EXPECT_FALSE(first->renamed);
  EXPECT_TRUE(std::filesystem::is_directory(first->path + "/records"));
  const auto second = MakeArtifactDirectory(parent_ + "/deep", "run");
  EXPECT_EQ(second->path, parent_ + "/deep/run.2");
  EXPECT_TRUE(second->renamed);
  EXPECT_EQ(MakeArtifactDirectory(parent_ + "/deep", "run")->path, parent_ + "/deep/run.3");
}

TEST_F(MakeArtifactDirectoryTest, UsesADirectoryWithoutRecords) {
  std::filesystem::create_directories(parent_ + "/run");
  EXPECT_EQ(MakeArtifactDirectory(parent_, "run")->path, parent_ + "/run");
}

TEST_F(MakeArtifactDirectoryTest, NamesThePathThatCannotBeMade) {
  EXPECT_THAT(MakeArtifactDirectory("/proc/nothing", "run").status().message(), HasSubstr("/proc/nothing/run"));
}

}  // namespace
}  // namespace barrage
