#include "coordinator/plan/target_url.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace barrage {
namespace {

// "host:port" or "[::1]:port", after any "user@".
absl::string_view Authority(absl::string_view url) {
  const size_t scheme = url.find("://");
  absl::string_view rest = scheme == absl::string_view::npos ? url : url.substr(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  const size_t at = rest.rfind('@');
  return at == absl::string_view::npos ? rest : rest.substr(at + 1);
}

absl::string_view HostOf(absl::string_view authority) {
  if (absl::StartsWith(authority, "[")) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

}  // namespace

absl::StatusOr<std::string> BaseUrl(absl::string_view text) {
  std::string url(absl::StripAsciiWhitespace(text));
  const auto wrong = [&](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrCat("must be a URL such as http://host:8000, got '", text, "' (", why, ")"));
  };
  if (!absl::StrContains(url, "://")) url = absl::StrCat("http://", url);
  if (!absl::StartsWith(url, "http://") && !absl::StartsWith(url, "https://")) return wrong("http or https only");
  if (url.find_first_of(" \t\r\n\"<>\\^`{|}") != std::string::npos) return wrong("a character that no URL has");
  if (url.find_first_of("?#") != std::string::npos) return wrong("no query and no fragment");
  const absl::string_view authority = Authority(url);
  const absl::string_view host = HostOf(authority);
  if (host.empty()) return wrong("no host");
  if (absl::string_view port = authority.substr(host.size()); !port.empty()) {
    int number;
    if (!absl::ConsumePrefix(&port, ":") || !absl::SimpleAtoi(port, &number) || number < 1 || number > 65535) {
      return wrong("a port is 1 to 65535");
    }
  }
  absl::string_view base = url;
  while (absl::ConsumeSuffix(&base, "/")) {
  }
  absl::ConsumeSuffix(&base, "/v1");
  while (absl::ConsumeSuffix(&base, "/")) {
  }
  return std::string(base);
}

std::string RequestUrl(absl::string_view base, absl::string_view path) {
  if (path.empty()) return std::string(base);
  return absl::StrCat(base, absl::StartsWith(path, "/") ? "" : "/", path);
}

std::string MetricsUrl(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const std::string url = absl::StrContains(text, "://") ? std::string(text) : absl::StrCat("http://", text);
  const absl::string_view path = UrlPath(url);
  if (!path.empty() && path != "/") return url;
  return absl::StrCat(absl::string_view(url).substr(0, url.size() - path.size()), "/metrics");
}

absl::string_view UrlHost(absl::string_view url) { return HostOf(Authority(url)); }

absl::string_view UrlPath(absl::string_view url) {
  const size_t scheme = url.find("://");
  const size_t path = url.find('/', scheme == absl::string_view::npos ? 0 : scheme + 3);
  return path == absl::string_view::npos ? "" : url.substr(path);
}

std::string WithoutUser(absl::string_view url) {
  const absl::string_view authority = Authority(url);
  const size_t scheme = url.find("://");
  const size_t start = scheme == absl::string_view::npos ? 0 : scheme + 3;
  const size_t host = static_cast<size_t>(authority.data() - url.data());
  if (host == start) return std::string(url);
  return absl::StrCat(url.substr(0, start), "[redacted]@", url.substr(host));
}

bool IsLoopback(absl::string_view url) {
  const absl::string_view host = UrlHost(url);
  return absl::EqualsIgnoreCase(host, "localhost") || absl::StartsWith(host, "127.") || host == "[::1]";
}

}  // namespace barrage
