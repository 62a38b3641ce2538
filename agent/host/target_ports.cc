#include "agent/host/target_ports.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "agent/host/proc_file.h"

namespace barrage {
namespace {

// The kernel prints addresses as 32-bit words in its own byte order.
std::string KernelWords(const void* address, size_t words, uint16_t port) {
  std::string text;
  for (size_t i = 0; i < words; ++i) {
    uint32_t word;
    std::memcpy(&word, static_cast<const char*>(address) + 4 * i, 4);
    absl::StrAppendFormat(&text, "%08X", word);
  }
  return absl::StrFormat("%s:%04X", text, port);
}

TargetAddress FromSockaddr(const sockaddr& address) {
  TargetAddress target;
  char text[INET6_ADDRSTRLEN] = "";
  if (address.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    const uint16_t port = ntohs(v4.sin_port);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof(text));
    target.text = absl::StrCat(text, ":", port);
    target.kernel = KernelWords(&v4.sin_addr, 1, port);
    const uint32_t mapped[4] = {0, 0, htonl(0xffff), v4.sin_addr.s_addr};
    target.kernel_v4_mapped = KernelWords(mapped, 4, port);
  } else {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    const uint16_t port = ntohs(v6.sin6_port);
    inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof(text));
    target.text = absl::StrCat("[", text, "]:", port);
    target.kernel = KernelWords(&v6.sin6_addr, 4, port);
  }
  return target;
}

// "http://[::1]:8000/v1" gives {"::1", "8000"}.
std::pair<std::string, std::string> HostAndPort(absl::string_view url) {
  std::string port = absl::StartsWith(url, "https:") ? "443" : "80";
  const size_t scheme = url.find("://");
  if (scheme != absl::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const size_t at = url.rfind('@'); at != absl::string_view::npos) url.remove_prefix(at + 1);
  const size_t colon = url.rfind(':');
  const size_t bracket = url.rfind(']');
  if (colon != absl::string_view::npos && (bracket == absl::string_view::npos || colon > bracket)) {
    port = std::string(url.substr(colon + 1));
    url = url.substr(0, colon);
  }
  if (absl::StartsWith(url, "[") && absl::EndsWith(url, "]")) url = url.substr(1, url.size() - 2);
  return {std::string(url), port};
}

}  // namespace

absl::string_view RemoteOf(absl::string_view line) {
  // sl local_address rem_address st …
  std::array<absl::string_view, 4> words;
  for (absl::string_view& word : words) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
  }
  const bool connected = absl::EndsWith(words[0], ":") && !words[3].empty() && !absl::EndsWith(words[2], ":0000");
  return connected ? words[2] : absl::string_view();
}

std::vector<TargetAddress> ResolveTargets(const std::vector<std::string>& urls) {
  std::vector<TargetAddress> targets;
  std::set<std::string> seen;
  for (const std::string& url : urls) {
    const auto [host, port] = HostAndPort(url);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) continue;
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
    for (; found != nullptr; found = found->ai_next) {
      TargetAddress target = FromSockaddr(*found->ai_addr);
      if (seen.insert(target.text).second) targets.push_back(std::move(target));
    }
  }
  return targets;
}

PortUse BusiestTarget(const std::vector<TargetAddress>& targets, const CountByRemote& by_remote) {
  PortUse busiest;
  const auto count = [&](const std::string& remote) {
    const auto found = remote.empty() ? by_remote.end() : by_remote.find(remote);
    return found == by_remote.end() ? 0 : found->second;
  };
  for (const TargetAddress& target : targets) {
    const uint64_t ports = count(target.kernel) + count(target.kernel_v4_mapped);
    if (busiest.target.empty() || ports > busiest.ports) busiest = {target.text, ports};
  }
  return busiest;
}

PortUse ReadPortUse(const std::vector<TargetAddress>& targets) {
  CountByRemote counts;
  for (const TargetAddress& target : targets) counts[target.kernel] = counts[target.kernel_v4_mapped] = 0;
  for (const char* const table : {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) {
    ForEachProcLine(table, [&counts](absl::string_view line) {
      if (const auto found = counts.find(RemoteOf(line)); found != counts.end()) ++found->second;
    });
  }
  return BusiestTarget(targets, counts);
}

}  // namespace barrage
