#include "coordinator/target/proxy.h"

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

const char* NoEnvironment(const char*) { return nullptr; }
const char* Proxies(const char* name) {
  const absl::string_view variable = name;
  if (variable == "HTTP_PROXY") return "http://plain:1";
  if (variable == "https_proxy") return "http://secure:2";
  if (variable == "NO_PROXY") return "localhost, .internal,10.0.0.1";
  return nullptr;
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
