#include "common/http/secrets.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace barrage {
namespace {

constexpr char kRedacted[] = "[redacted]";
// Shorter ones stand in any text by chance.
constexpr size_t kShortest = 4;

// "a%20b" as "a b".
std::string Decoded(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    int byte = 0;
    if (text[i] == '%' && i + 2 < text.size() && absl::SimpleHexAtoi(text.substr(i + 1, 2), &byte)) {
      decoded.push_back(static_cast<char>(byte));
      i += 2;
    } else {
      decoded.push_back(text[i]);
    }
  }
  return decoded;
}

}  // namespace

bool IsSecretHeader(absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(name);
  for (const absl::string_view part : {"auth", "cookie", "key", "token", "secret", "password", "credential"}) {
    if (absl::StrContains(lower, part)) return true;
  }
  return false;
}

void Secrets::Add(absl::string_view text) {
  for (const std::string& form : {std::string(text), absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}),
                                  absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"/", "\\/"}})}) {
    if (!form.empty() && std::find(texts_.begin(), texts_.end(), form) == texts_.end()) texts_.push_back(form);
  }
  std::stable_sort(texts_.begin(), texts_.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

void Secrets::AddKey(absl::string_view key) {
  if (!key.empty()) Add(key);
}

void Secrets::AddHeader(absl::string_view name, absl::string_view value) {
  if (!IsSecretHeader(name) || value.size() < kShortest) return;
  Add(value);
  const size_t blank = value.find(' ');
  if (blank == absl::string_view::npos) return;
  const absl::string_view credential = absl::StripLeadingAsciiWhitespace(value.substr(blank));
  if (credential.size() >= kShortest) Add(credential);
}

void Secrets::AddUrl(absl::string_view url) {
  const size_t scheme = url.find("://");
  const size_t begin = scheme == absl::string_view::npos ? 0 : scheme + 3;
  const absl::string_view authority = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  const size_t at = authority.rfind('@');
  if (at == absl::string_view::npos) return;
  const absl::string_view user = authority.substr(0, at);
  const std::string decoded = Decoded(user);
  Add(absl::Base64Escape(decoded));
  for (const absl::string_view text : {user, absl::string_view(decoded)}) {
    if (text.size() >= kShortest) Add(text);
    const size_t colon = text.find(':');
    const absl::string_view password = colon == absl::string_view::npos ? text : text.substr(colon + 1);
    if (password.size() >= kShortest) Add(password);
  }
}

std::string Secrets::Redacted(absl::string_view text) const {
  std::string result(text);
  for (const std::string& secret : texts_) result = absl::StrReplaceAll(result, {{secret, kRedacted}});
  size_t cut = 0;
  for (const std::string& secret : texts_) {
    for (size_t size = std::min(secret.size() - 1, result.size()); size >= kShortest && size > cut; --size) {
      if (absl::EndsWith(result, absl::string_view(secret).substr(0, size))) cut = size;
    }
  }
  if (cut > 0) result.replace(result.size() - cut, cut, kRedacted);
  return result;
}

}  // namespace barrage
