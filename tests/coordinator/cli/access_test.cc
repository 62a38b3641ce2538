#include <fstream>

#include "absl/strings/str_cat.h"
#include "coordinator/cli/api_key.h"
#include "coordinator/cli/command_line.h"
#include "coordinator/cli/proxy.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

const char* NoEnvironment(const char*) { return nullptr; }
const char* KeyInEnvironment(const char* name) {
  return absl::string_view(name) == "OPENAI_API_KEY" ? "from-openai" : nullptr;
}
const char* Proxies(const char* name) {
  const absl::string_view variable = name;
  if (variable == "HTTP_PROXY") return "http://plain:1";
  if (variable == "https_proxy") return "http://secure:2";
  if (variable == "NO_PROXY") return "localhost, .internal,10.0.0.1";
  return nullptr;
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

TEST(ProxyTest, GoesByTheUrlsScheme) {
  EXPECT_EQ(ChooseProxy("http://h:1", false, Proxies).proxy, "http://plain:1");
  EXPECT_EQ(ChooseProxy("http://h:1", false, Proxies).from, "HTTP_PROXY");
  EXPECT_EQ(ChooseProxy("https://h", false, Proxies).proxy, "http://secure:2");
  EXPECT_EQ(ChooseProxy("https://h", true, Proxies).proxy, "");
  EXPECT_EQ(ChooseProxy("https://h", false, NoEnvironment).proxy, "");
}

TEST(ProxyTest, SparesTheHostsOfNoProxy) {
  for (const char* const url :
       {"http://localhost:8000", "http://a.internal", "http://internal", "http://10.0.0.1:80"}) {
    EXPECT_EQ(ChooseProxy(url, false, Proxies).proxy, "") << url;
  }
  EXPECT_NE(ChooseProxy("http://notinternal", false, Proxies).proxy, "");
}

}  // namespace
}  // namespace barrage
