#include "agent/loop/stamp_check.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "agent/loop/pass_through.h"
#include "agent/loop/socket_stamps.h"

namespace barrage {
namespace {

constexpr int kTries = 50;
constexpr int kPatienceMs = 10;

using Easy = std::unique_ptr<CURL, void (*)(CURL*)>;

// A listening loopback socket; `port` is where.
UniqueFd Listen(uint16_t& port) {
  UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  sockaddr* const generic = reinterpret_cast<sockaddr*>(&address);
  if (!fd.valid() || bind(fd.get(), generic, size) != 0 || listen(fd.get(), 1) != 0 ||
      getsockname(fd.get(), generic, &size) != 0) {
    return UniqueFd();
  }
  port = ntohs(address.sin_port);
  return fd;
}

int OpenStamped(void* stamps, curl_socket_t fd, curlsocktype) {
  static_cast<SocketStamps*>(stamps)->Open(fd, true);
  return CURL_SOCKOPT_OK;
}

// One byte there and back. False when something is broken; `stamps` then tells what was seen.
bool Exchange(CURL* easy, int peer) {
  size_t moved = 0;
  char byte = '.';
  if (curl_easy_send(easy, &byte, 1, &moved) != CURLE_OK || moved != 1) return false;
  if (PlainReceive(peer, &byte, 1, 0) != 1 || PlainSend(peer, &byte, 1, MSG_NOSIGNAL) != 1) return false;
  curl_socket_t fd = CURL_SOCKET_BAD;
  curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &fd);
  pollfd readable{.fd = fd, .events = POLLIN, .revents = 0};
  return poll(&readable, 1, kPatienceMs) == 1 && curl_easy_recv(easy, &byte, 1, &moved) == CURLE_OK && moved == 1;
}

std::string Try(SocketStamps& stamps) {
  uint16_t port = 0;
  const UniqueFd listener = Listen(port);
  if (!listener.valid()) return "no loopback socket to check with";
  const Easy easy(curl_easy_init(), &curl_easy_cleanup);
  curl_easy_setopt(easy.get(), CURLOPT_URL, absl::StrCat("http://127.0.0.1:", port).c_str());
  curl_easy_setopt(easy.get(), CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(easy.get(), CURLOPT_SOCKOPTFUNCTION, &OpenStamped);
  curl_easy_setopt(easy.get(), CURLOPT_SOCKOPTDATA, &stamps);
  if (const CURLcode code = curl_easy_perform(easy.get()); code != CURLE_OK) {
    return absl::StrCat("loopback connect for the check: ", curl_easy_strerror(code));
  }
  const UniqueFd peer(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!peer.valid()) return "loopback accept for the check failed";

  // The first reads may come before the kernel has switched stamping on.
  for (int i = 0; i < kTries; ++i) {
    if (!Exchange(easy.get(), peer.get())) return "loopback exchange for the check failed";
    if (stamps.sends() == 0) return "libcurl does not call this program's send()";
    if (stamps.receives() == 0) return "libcurl does not call this program's recv()";
    if (stamps.last_read().kernel) return "";
    poll(nullptr, 0, kPatienceMs);
  }
  return "the kernel gives no receive timestamps (SO_TIMESTAMPNS)";
}

}  // namespace

StampCheck CheckStamps(const Clock& clock) {
  StampCheck check;
  check.keep_open = UniqueFd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  setsockopt(check.keep_open.get(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
  SocketStamps stamps(clock);
  check.fault = Try(stamps);
  check.kernel_stamps = check.fault.empty();
  return check;
}

}  // namespace barrage
