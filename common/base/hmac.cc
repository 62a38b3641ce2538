#include "common/base/hmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace barrage {

std::string HmacSha256(absl::string_view key, absl::string_view message) {
  unsigned char code[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  // A null key would mean "the key of the call before".
  const char* const key_bytes = key.empty() ? "" : key.data();
  HMAC(EVP_sha256(), key_bytes, static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
       message.size(), code, &size);
  return std::string(reinterpret_cast<const char*>(code), size);
}

bool SameCode(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace barrage
