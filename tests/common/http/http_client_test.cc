#include "common/http/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/unique_fd.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::HasSubstr;
using testing::Not;

// Accepts one connection, reads to the end of the head and `body_bytes` more, sends `reply` and closes.
class OneAnswer {
 public:
  explicit OneAnswer(std::string reply, size_t body_bytes = 0) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_.get(), 1), 0);
    getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, reply = std::move(reply), body_bytes] { Serve(reply, body_bytes); });
  }
  ~OneAnswer() { Join(); }

  std::string Url(const std::string& path) const { return absl::StrCat("http://127.0.0.1:", port_, path); }
  int port() const { return port_; }

  // What the client sent, once it was answered.
  const std::string& Received() {
    Join();
    return received_;
  }

 private:
  void Serve(const std::string& reply, size_t body_bytes) {
    const UniqueFd connection(accept(listener_.get(), nullptr, nullptr));
    size_t head = std::string::npos;
    char buffer[4096];
    while (head == std::string::npos || received_.size() < head + 4 + body_bytes) {
      const ssize_t count = recv(connection.get(), buffer, sizeof(buffer), 0);
      if (count <= 0) return;
      received_.append(buffer, static_cast<size_t>(count));
      head = received_.find("\r\n\r\n");
    }
    EXPECT_EQ(send(connection.get(), reply.data(), reply.size(), MSG_NOSIGNAL), static_cast<ssize_t>(reply.size()));
    if (reply.empty()) return;
    shutdown(connection.get(), SHUT_WR);
    while (recv(connection.get(), buffer, sizeof(buffer), 0) > 0) continue;
  }
  void Join() {
    if (thread_.joinable()) thread_.join();
  }

  UniqueFd listener_;
  int port_ = 0;
  std::string received_;
  std::thread thread_;
};

// Direct, whatever the environment's proxies are.
HttpOptions Direct() {
  HttpOptions options;
  options.proxy = "";
  return options;
}

TEST(HttpClient, GivesStatusHeadersAndBody) {
  OneAnswer server("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nX-Twice: a\r\nX-Twice: b\r\nContent-Length: 5\r\n\r\nhello");
  HttpOptions options = Direct();
  options.headers = {{"Authorization", "Bearer k"}, {"X-Empty", ""}};
  const auto response = HttpGet(server.Url("/v1/models?limit=2"), options);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->body, "hello");
  EXPECT_EQ(*response->Header("retry-after"), "7");
  EXPECT_EQ(*response->Header("x-twice"), "a");
  EXPECT_EQ(response->Header("absent"), nullptr);
  EXPECT_EQ(response->peer, absl::StrCat("127.0.0.1:", server.port()));
  EXPECT_TRUE(absl::StartsWith(server.Received(), "GET /v1/models?limit=2 HTTP/1.1\r\n"));
  EXPECT_THAT(server.Received(), HasSubstr("Authorization: Bearer k\r\n"));
  EXPECT_THAT(server.Received(), HasSubstr("X-Empty:\r\n"));
}

TEST(HttpClient, PostsTheBodyWithoutWaitingFor100Continue) {
  const std::string body(2 << 20, 'x');
  OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", body.size());
  HttpOptions options = Direct();
  options.headers = {{"Content-Type", "application/json"}};
  const auto response = HttpPost(server.Url("/"), body, options);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, "ok");
  EXPECT_THAT(server.Received().substr(0, 300), Not(HasSubstr("Expect")));
  EXPECT_THAT(server.Received().substr(0, 300), HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_TRUE(absl::EndsWith(server.Received(), body));
}

TEST(HttpClient, DoesNotFollowRedirects) {
  OneAnswer server("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
  const auto response = HttpGet(server.Url("/"), Direct());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->status, 302);
}

TEST(HttpClient, NamesRefusal) {
  int port;
  {
    OneAnswer closed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    port = closed.port();
    EXPECT_TRUE(HttpGet(closed.Url("/"), Direct()).ok());
  }
  const auto response = HttpGet(absl::StrCat("http://user:secret@127.0.0.1:", port, "/x?key=hidden"), Direct());
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(response.status().message(), HasSubstr(absl::StrCat("http://127.0.0.1:", port, "/x: ")));
  EXPECT_THAT(response.status().message(), HasSubstr("refused"));
  EXPECT_THAT(response.status().message(), Not(HasSubstr("secret")));
  EXPECT_THAT(response.status().message(), Not(HasSubstr("hidden")));
}

TEST(HttpClient, NamesAHostThatDoesNotResolve) {
  const auto response = HttpGet("http://no-such-host.invalid/", Direct());
  EXPECT_EQ(response.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(response.status().message(), HasSubstr("no-such-host.invalid"));
}

TEST(HttpClient, NamesWhatIsNoUrl) {
  for (const char* url : {"ftp://127.0.0.1/", "http://", "http://127.0.0.1:port/"}) {
    EXPECT_EQ(HttpGet(url, Direct()).status().code(), absl::StatusCode::kInvalidArgument) << url;
  }
}

TEST(HttpClient, NamesAConnectionClosedBeforeAnAnswer) {
  OneAnswer server("");
  EXPECT_EQ(HttpGet(server.Url("/"), Direct()).status().code(), absl::StatusCode::kUnavailable);
}

TEST(HttpClient, NamesAnAnswerThatIsNotHttp) {
  OneAnswer server("SSH-2.0-OpenSSH_9.2\r\n");
  const auto response = HttpGet(server.Url("/"), Direct());
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInternal);
  EXPECT_THAT(response.status().message(), HasSubstr("does not speak HTTP"));
}

TEST(HttpClient, GivesUpWhenTheServerStaysSilent) {
  OneAnswer server("late", 1);  // waits for a byte more than the request has
  HttpOptions options = Direct();
  options.total_timeout = std::chrono::milliseconds(100);
  EXPECT_EQ(HttpGet(server.Url("/"), options).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(HttpClient, RefusesABodyAboveTheCap) {
  OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world");
  HttpOptions options = Direct();
  options.max_body_bytes = 10;
  const auto response = HttpGet(server.Url("/"), options);
  EXPECT_EQ(response.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(response.status().message(), HasSubstr("above 10 bytes"));
}

TEST(HttpClient, DoesNotWaitForTheRestOfWhatIsEnough) {
  OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789");
  HttpOptions options = Direct();
  options.enough_bytes = 10;
  const auto answer = HttpGet(server.Url("/"), options);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "0123456789");
}

TEST(HttpClient, NamesAMissingCaFile) {
  HttpOptions options = Direct();
  options.tls.ca_file = "/nonexistent/ca.pem";
  OneAnswer server("");
  const auto response = HttpGet(absl::StrCat("https://127.0.0.1:", server.port(), "/"), options);
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(response.status().message(), HasSubstr("/nonexistent/ca.pem"));
}

}  // namespace
}  // namespace barrage
