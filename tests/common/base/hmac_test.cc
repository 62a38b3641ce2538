#include "common/base/hmac.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

std::string Hex(absl::string_view key, absl::string_view message) {
  return absl::BytesToHexString(HmacSha256(key, message));
}

TEST(HmacSha256, GivesTheCodesOfRfc4231) {
  EXPECT_EQ(Hex(std::string(20, '\x0b'), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(Hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(Hex(std::string(20, '\xaa'), std::string(50, '\xdd')),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  // A key longer than the block.
  EXPECT_EQ(Hex(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, TakesAnEmptyKeyForAnEmptyKey) {
  HmacSha256("another", "message");
  EXPECT_EQ(Hex("", ""), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  EXPECT_EQ(Hex(absl::string_view(), ""), Hex("", ""));
}

TEST(SameCode, ComparesWholeCodes) {
  EXPECT_TRUE(SameCode("abc", "abc"));
  EXPECT_TRUE(SameCode("", ""));
  EXPECT_FALSE(SameCode("abc", "abd"));
  EXPECT_FALSE(SameCode("abc", "ab"));
}

}  // namespace
}  // namespace barrage
