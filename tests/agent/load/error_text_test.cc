#include "agent/load/error_text.h"

#include <string>

#include "common/base/utf8.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

Secrets Key(absl::string_view key) {
  Secrets secrets;
  secrets.AddKey(key);
  return secrets;
}

TEST(ErrorTextTest, IsOneLineWithoutTheSecret) {
  EXPECT_EQ(ErrorText("bad key sk-1\r\nsk-1", Key("sk-1")), "bad key [redacted]  [redacted]");
  EXPECT_EQ(ErrorText("as it is", Secrets()), "as it is");
}

TEST(ErrorTextTest, IsValidAndShort) {
  const std::string text = ErrorText(std::string(5, '\xff') + std::string(1000, 'x'), Secrets());
  EXPECT_LE(text.size(), kErrorTextBytes);
  EXPECT_EQ(ValidUtf8Length(text), text.size());
}

TEST(ErrorTextTest, CutsNoSecretInHalf) {
  const std::string secret = "sk-secret";
  const std::string text = ErrorText(std::string(kErrorTextBytes - 4, 'x') + secret, Key(secret));
  EXPECT_EQ(text.find("sk-"), std::string::npos);
}

}  // namespace
}  // namespace barrage
