#include "common/http/url_secrets.h"

#include "absl/strings/str_cat.h"

namespace barrage {

std::string UrlWithoutSecrets(absl::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const size_t scheme = url.find("://");
  const size_t begin = scheme == absl::string_view::npos ? 0 : scheme + 3;
  const absl::string_view host = url.substr(begin, url.find('/', begin) - begin);
  const size_t at = host.rfind('@');
  if (at == absl::string_view::npos) return std::string(url);
  return absl::StrCat(url.substr(0, begin), url.substr(begin + at + 1));
}

}  // namespace barrage
