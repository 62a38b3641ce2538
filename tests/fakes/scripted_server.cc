#include "tests/fakes/scripted_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace barrage {

ScriptedServer::ScriptedServer(std::function<Script(const ScriptedRequest&)> play)
    : play_(std::move(play)),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      stop_(eventfd(0, EFD_CLOEXEC)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  sockaddr* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_.get(), generic, size) != 0 || listen(listener_.get(), 128) != 0 ||
      getsockname(listener_.get(), generic, &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { Accept(); });
}

ScriptedServer::~ScriptedServer() {
  eventfd_write(stop_.get(), 1);
  accepting_.join();
  std::vector<std::thread> serving;
  {
    const MutexLock lock(mutex_);
    serving.swap(serving_);
  }
  for (std::thread& thread : serving) thread.join();
}

std::string ScriptedServer::origin() const { return absl::StrCat("http://127.0.0.1:", port_); }

std::vector<ScriptedRequest> ScriptedServer::requests() const {
  const MutexLock lock(mutex_);
  return requests_;
}

int ScriptedServer::connections() const {
  const MutexLock lock(mutex_);
  return static_cast<int>(serving_.size());
}

// True when `fd` can be read; false when time is up or the server ends.
bool ScriptedServer::WaitReadable(int fd, int timeout_ms) {
  std::array<pollfd, 2> waits = {{{fd, POLLIN, 0}, {stop_.get(), POLLIN, 0}}};
  return poll(waits.data(), waits.size(), timeout_ms) > 0 && waits[1].revents == 0 && waits[0].revents != 0;
}

void ScriptedServer::Accept() {
  while (WaitReadable(listener_.get(), -1)) {
    UniqueFd fd(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!fd.valid()) continue;
    const int on = 1;
    setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    const MutexLock lock(mutex_);
    const int connection = static_cast<int>(serving_.size());
    serving_.emplace_back([this, connection, raw = fd.Release()] { Serve(UniqueFd(raw), connection); });
  }
}

void ScriptedServer::Serve(UniqueFd fd, int connection) {
  std::string buffered;
  ScriptedRequest request{.number = 0, .connection = connection, .head = "", .body = ""};
  while (fd.valid() && ReadRequest(fd.get(), buffered, request)) {
    Script script;
    {
      const MutexLock lock(mutex_);
      request.number = static_cast<int>(requests_.size());
      requests_.push_back(request);
      script = play_(request);
    }
    for (const ScriptStep& step : script) {
      if (!Perform(fd, step)) return;
    }
  }
}

bool ScriptedServer::ReadRequest(int fd, std::string& buffered, ScriptedRequest& request) {
  std::array<char, 4096> bytes;
  size_t wanted = std::string::npos;
  while (true) {
    if (const size_t end = buffered.find("\r\n\r\n"); wanted == std::string::npos && end != std::string::npos) {
      request.head = buffered.substr(0, end + 4);
      const size_t length = absl::AsciiStrToLower(request.head).find("content-length:");
      const size_t body = length == std::string::npos ? 0 : std::strtoul(&request.head[length + 15], nullptr, 10);
      wanted = end + 4 + body;
    }
    if (wanted != std::string::npos && buffered.size() >= wanted) break;
    if (!WaitReadable(fd, -1)) return false;
    const ssize_t count = read(fd, bytes.data(), bytes.size());
    if (count <= 0) return false;
    buffered.append(bytes.data(), static_cast<size_t>(count));
  }
  request.body = buffered.substr(request.head.size(), wanted - request.head.size());
  buffered.erase(0, wanted);
  return true;
}

// False when the connection is over.
bool ScriptedServer::Perform(UniqueFd& fd, const ScriptStep& step) {
  switch (step.kind) {
    case ScriptStep::Kind::kSend: {
      size_t sent = 0;
      while (sent < step.bytes.size()) {
        const ssize_t count =
            sendto(fd.get(), step.bytes.data() + sent, step.bytes.size() - sent, MSG_NOSIGNAL, nullptr, 0);
        if (count < 0) return false;
        sent += static_cast<size_t>(count);
      }
      return true;
    }
    case ScriptStep::Kind::kPause:
      WaitReadable(stop_.get(), static_cast<int>(step.pause.count()));
      return true;
    case ScriptStep::Kind::kHang:
      WaitReadable(fd.get(), -1);
      return false;
    case ScriptStep::Kind::kClose:
      return false;
    case ScriptStep::Kind::kReset: {
      const linger at_once{.l_onoff = 1, .l_linger = 0};
      setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
      return false;
    }
  }
  return false;
}

std::string AnswerHead(const std::string& lines) { return absl::StrCat("HTTP/1.1 200 OK\r\n", lines, "\r\n"); }

std::string Chunk(const std::string& bytes) { return absl::StrFormat("%x\r\n%s\r\n", bytes.size(), bytes); }

}  // namespace barrage
