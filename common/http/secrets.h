#ifndef COMMON_HTTP_SECRETS_H_
#define COMMON_HTTP_SECRETS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace barrage {

// Whether a header of this name carries a secret: Authorization, cookies, and names that speak of keys or tokens.
bool IsSecretHeader(absl::string_view name);

// What must not stand in a text that is kept or shown, in every form in which a server may say it back: as it was
// given, with JSON's escapes, and as it stands in an Authorization header.
class Secrets {
 public:
  void AddKey(absl::string_view key);
  // Without its scheme ("Bearer …") too. A header that is no secret, or is shorter than four bytes, is passed over.
  void AddHeader(absl::string_view name, absl::string_view value);
  // The user and password that `url` bears, if any.
  void AddUrl(absl::string_view url);

  bool empty() const { return texts_.empty(); }

  // `text` with "[redacted]" in place of each. Where it ends within a secret, as a text that was cut does, that goes
  // too.
  std::string Redacted(absl::string_view text) const;

 private:
  void Add(absl::string_view text);

  std::vector<std::string> texts_;  // the longest first
};

}  // namespace barrage

#endif  // COMMON_HTTP_SECRETS_H_
