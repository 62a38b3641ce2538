#include "tests/sim/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "tests/sim/socket.h"

namespace barrage::sim {

RawClient::RawClient(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval limit{10, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) end_ = End::kReset;
}

void RawClient::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return;  // the read that follows shows how the connection ended
    bytes.remove_prefix(sent);
  }
}

void RawClient::ReadUntil(absl::string_view marker, int times) {
  while (Count(received_, marker) < times && ReadSome()) {
  }
}

void RawClient::ReadToEnd() {
  while (ReadSome()) {
  }
}

bool RawClient::ReadSome() {
  if (end_ != End::kOpen) return false;
  char buffer[4096];
  const ssize_t bytes = recv(fd_.get(), buffer, sizeof(buffer), 0);
  if (bytes > 0) {
    received_.append(buffer, bytes);
    return true;
  }
  end_ = bytes == 0 ? End::kClosed : errno == ECONNRESET ? End::kReset : End::kTimedOut;
  return false;
}

void RawClient::Reset() {
  ArmReset(fd_.get());
  fd_.Reset();
}

std::string Post(absl::string_view path, absl::string_view body, absl::string_view request_id) {
  return absl::StrCat("POST ", path, " HTTP/1.1\r\nHost: sim\r\nX-Request-ID: ", request_id,
                      "\r\nContent-Length: ", body.size(), "\r\n\r\n", body);
}

std::string Get(absl::string_view path) { return absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: sim\r\n\r\n"); }

std::string StreamBody(int tokens) {
  return absl::StrCat("{\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}],\"prompt\":\"hello there\",",
                      "\"max_tokens\":", tokens, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
}

int Count(absl::string_view text, absl::string_view needle) {
  int count = 0;
  for (size_t at = text.find(needle); at != absl::string_view::npos; at = text.find(needle, at + needle.size())) {
    ++count;
  }
  return count;
}

}  // namespace barrage::sim
