#include "common/base/secret_file.h"

#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string FileWith(const std::string& content) {
  const std::string path = testing::TempDir() + "/secret";
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
  return path;
}

TEST(ReadSecretFile, TrimsWhiteSpace) {
  EXPECT_EQ(ReadSecretFile(FileWith(" sk-1 2\r\n\n")).value(), "sk-1 2");
  EXPECT_EQ(ReadSecretFile(FileWith("sk-12")).value(), "sk-12");
}

TEST(ReadSecretFile, NamesTheFileThatItCannotRead) {
  const auto secret = ReadSecretFile("/nonexistent/token");
  EXPECT_EQ(secret.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(secret.status().message(), "/nonexistent/token: No such file or directory");
}

TEST(ReadSecretFile, RefusesAnEmptyAndAHugeFile) {
  EXPECT_THAT(ReadSecretFile(FileWith(" \n")).status().message(), HasSubstr("holds no secret"));
  const auto huge = ReadSecretFile(FileWith(std::string(70'000, 's')));
  EXPECT_EQ(huge.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(huge.status().message(), Not(HasSubstr("sss")));
}

}  // namespace
}  // namespace barrage
