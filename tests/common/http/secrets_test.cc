#include "common/http/secrets.h"

#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(SecretsTest, TakesOutAKeyHoweverAServerSaysItBack) {
  Secrets secrets;
  secrets.AddKey("sk-a/b\"c");
  EXPECT_EQ(secrets.Redacted("bad key sk-a/b\"c!"), "bad key [redacted]!");
  EXPECT_EQ(secrets.Redacted("{\"k\":\"sk-a/b\\\"c\"}"), "{\"k\":\"[redacted]\"}");
  EXPECT_EQ(secrets.Redacted("{\"k\":\"sk-a\\/b\\\"c\"}"), "{\"k\":\"[redacted]\"}");
}

TEST(SecretsTest, TakesOutSecretHeadersWithAndWithoutTheirScheme) {
  Secrets secrets;
  secrets.AddHeader("Authorization", "Bearer tok-123456");
  secrets.AddHeader("api-key", "azure-key");
  secrets.AddHeader("X-Team", "blue-team");
  secrets.AddHeader("X-Token", "1");
  EXPECT_EQ(secrets.Redacted("got 'Bearer tok-123456', tok-123456 and azure-key of blue-team 1"),
            "got '[redacted]', [redacted] and [redacted] of blue-team 1");
}

TEST(SecretsTest, TakesOutTheUserOfAUrl) {
  Secrets secrets;
  secrets.AddUrl("http://alice:p%40ss-word@h:1/v1");
  // base64("alice:p@ss-word")
  EXPECT_EQ(secrets.Redacted("Basic YWxpY2U6cEBzcy13b3Jk of alice:p@ss-word, p%40ss-word"),
            "Basic [redacted] of [redacted], [redacted]");
  Secrets none;
  none.AddUrl("http://h:1/a@b");
  EXPECT_TRUE(none.empty());
}

TEST(SecretsTest, TakesOutHalfASecretAtTheEndOfACutText) {
  Secrets secrets;
  secrets.AddKey("sk-0123456789");
  EXPECT_EQ(secrets.Redacted("the key sk-01234567"), "the key [redacted]");
  EXPECT_EQ(secrets.Redacted("the key sk-"), "the key sk-");
  EXPECT_EQ(secrets.Redacted(""), "");
}

TEST(SecretsTest, KnowsSecretsByName) {
  for (const char* const name : {"Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "x-auth-TOKEN"}) {
    EXPECT_TRUE(IsSecretHeader(name)) << name;
  }
  EXPECT_FALSE(IsSecretHeader("X-Team"));
}

}  // namespace
}  // namespace barrage
