#include "coordinator/cli/api_key.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "coordinator/cli/command_line.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

const char* NoEnvironment(const char*) { return nullptr; }
const char* KeyInEnvironment(const char* name) {
  return absl::string_view(name) == "OPENAI_API_KEY" ? "from-openai" : nullptr;
}

TEST(ApiKeyTest, PrefersTheFlagThenTheFileThenTheVariable) {
  const std::string path = absl::StrCat(testing::TempDir(), "/key");
  std::ofstream(path) << "from-file\n";
  const auto flag =
      FindApiKey(ReadCommandLine({"profile", "--api-key", "k", "--api-key-file", path}, KeyInEnvironment));
  EXPECT_EQ(flag->secret, "k");
  EXPECT_EQ(flag->source, "--api-key");
  const auto file = FindApiKey(ReadCommandLine({"profile", "--api-key-file", path}, KeyInEnvironment));
  EXPECT_EQ(file->secret, "from-file");
  EXPECT_TRUE(file->from_file);
  const auto variable = FindApiKey(ReadCommandLine({"profile"}, KeyInEnvironment));
  EXPECT_EQ(variable->secret, "from-openai");
  EXPECT_EQ(variable->source, "OPENAI_API_KEY");
  EXPECT_FALSE(FindApiKey(ReadCommandLine({"profile"}, NoEnvironment))->secret.has_value());
}

TEST(ApiKeyTest, NamesAFileThatIsNotThere) {
  const auto key = FindApiKey(ReadCommandLine({"profile", "--api-key-file", "/nowhere/key"}, NoEnvironment));
  EXPECT_NE(key.status().message().find("/nowhere/key"), absl::string_view::npos) << key.status();
}

}  // namespace
}  // namespace barrage
