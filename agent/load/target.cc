#include "agent/load/target.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/base/unique_fd.h"
#include "common/http/url_secrets.h"

namespace barrage {
namespace {

std::string Part(CURLU* parsed, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(parsed, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return "";
  std::string value(text);
  curl_free(text);
  return value;
}

// Whether something listens there: tried for a second at most.
bool Answers(const addrinfo& address) {
  const UniqueFd fd(socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.valid()) return false;
  if (connect(fd.get(), address.ai_addr, address.ai_addrlen) == 0) return true;
  pollfd writable{.fd = fd.get(), .events = POLLOUT, .revents = 0};
  int fault = 0;
  socklen_t size = sizeof(fault);
  return errno == EINPROGRESS && poll(&writable, 1, 1000) == 1 &&
         getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &fault, &size) == 0 && fault == 0;
}

std::string Numeric(const addrinfo& address) {
  char text[NI_MAXHOST];
  if (getnameinfo(address.ai_addr, address.ai_addrlen, text, sizeof(text), nullptr, 0, NI_NUMERICHOST) != 0) return "";
  return address.ai_family == AF_INET6 ? absl::StrCat("[", text, "]") : std::string(text);
}

// The addresses that connections are dealt over. A name often has addresses of both families and a server of one
// ("localhost"): then those that nobody listens at are left out, unless that is all of them. Sorted: the resolver puts
// near ones first, so that its order differs from host to host, and all agents must mean the same by "address k".
std::vector<std::string> Dealt(const addrinfo* found) {
  bool v4 = false, v6 = false;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    (one->ai_family == AF_INET6 ? v6 : v4) = true;
  }
  std::vector<std::string> all, answering;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    all.push_back(Numeric(*one));
    if (v4 && v6 && Answers(*one)) answering.push_back(all.back());
  }
  std::vector<std::string>& dealt = answering.empty() ? all : answering;
  std::sort(dealt.begin(), dealt.end());
  return dealt;
}

// The numeric addresses of `host`, IPv6 ones in brackets.
absl::StatusOr<std::vector<std::string>> Addresses(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  // A name in brackets is an IPv6 literal.
  const bool literal = absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  const std::string name = literal ? host.substr(1, host.size() - 2) : host;
  if (literal) hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  int fault = getaddrinfo(name.c_str(), port.c_str(), &hints, &found);
  // Loopback alone counts as no configured address: try without the hint.
  if (fault != 0 && hints.ai_flags == AI_ADDRCONFIG) {
    hints.ai_flags = 0;
    fault = getaddrinfo(name.c_str(), port.c_str(), &hints, &found);
  }
  if (fault != 0) return absl::UnavailableError(absl::StrCat("cannot resolve ", name, ": ", gai_strerror(fault)));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, &freeaddrinfo);
  return Dealt(owner.get());
}

}  // namespace

absl::StatusOr<Target> ResolveTarget(const std::string& url, bool by_proxy) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), &curl_url_cleanup);
  Target target;
  target.url = url;
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return absl::InvalidArgumentError(absl::StrCat("not a URL: ", UrlWithoutSecrets(url)));
  }
  const std::string scheme = Part(parsed.get(), CURLUPART_SCHEME), host = Part(parsed.get(), CURLUPART_HOST),
                    port = Part(parsed.get(), CURLUPART_PORT);
  if (scheme != "http" && scheme != "https")
    return absl::InvalidArgumentError(absl::StrCat("not http(s): ", UrlWithoutSecrets(url)));
  target.tls = scheme == "https";
  target.origin = absl::StrCat(scheme, "://", host, ":", port);
  if (by_proxy) return target;
  ASSIGN_OR_RETURN(const std::vector<std::string> addresses, Addresses(host, port));
  for (const std::string& address : addresses) {
    const std::string entry = absl::StrCat(host, ":", port, ":", address, ":", port);
    target.connect_to.emplace_back(curl_slist_append(nullptr, entry.c_str()), &curl_slist_free_all);
  }
  return target;
}

}  // namespace barrage
