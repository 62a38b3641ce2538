#include "coordinator/cli/result_message.h"

#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(ResultMessageTest, EndsStdoutAndReplacesTheTerminationMessage) {
  const std::string path = ::testing::TempDir() + "/termination-log";
  std::ofstream(path) << "something longer that was there before";
  testing::internal::CaptureStdout();
  PublishResult("{\"verdict\":\"VALID\"}", path.c_str());
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "RESULT {\"verdict\":\"VALID\"}\n");
  std::string message;
  std::getline(std::ifstream(path), message);
  EXPECT_EQ(message, "{\"verdict\":\"VALID\"}");
}

TEST(ResultMessageTest, OutsideAPodItIsALineAndNothingElse) {
  const std::string path = ::testing::TempDir() + "/no-such-file";
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  PublishResult("{}", path.c_str());
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "RESULT {}\n");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(std::ifstream(path).good());
}

}  // namespace
}  // namespace barrage
