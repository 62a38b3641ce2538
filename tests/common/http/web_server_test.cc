#include "common/http/web_server.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/http/http_client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

WebAnswer Answer(const WebRequest& request) {
  if (request.path == "/echo") {
    return {.body = absl::StrCat(request.authorization, "|", request.host, "|", request.from_loopback)};
  }
  if (request.path == "/pieces" || request.path == "/broken") {
    return {.content_type = "text/html", .stream = [whole = request.path == "/pieces"](const BodySink& sink) {
              return sink("first ") && sink("") && sink(std::string(100'000, 'x')) && whole;
            }};
  }
  return {.status = 404, .body = request.path};
}

class WebServerTest : public ::testing::Test {
 protected:
  WebServerTest() {
    auto server = WebServer::Start("127.0.0.1:0", &Answer);
    EXPECT_TRUE(server.ok()) << server.status();
    if (server.ok()) server_ = *std::move(server);
  }

  std::string Url(const std::string& path) { return absl::StrCat("http://127.0.0.1:", server_->port(), path); }

  HttpOptions options_{.proxy = ""};
  std::unique_ptr<WebServer> server_;
};

TEST_F(WebServerTest, PassesWhatTheHandlerNeeds) {
  options_.headers = {{"Authorization", "Bearer x"}};
  const auto answer = HttpGet(Url("/echo"), options_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->body, absl::StrCat("Bearer x|127.0.0.1:", server_->port(), "|1"));
  EXPECT_EQ(*answer->Header("cache-control"), "no-store");
}

TEST_F(WebServerTest, StreamsABodyOfUnknownLength) {
  const auto answer = HttpGet(Url("/pieces"), options_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->body.size(), 6u + 100'000);
  EXPECT_EQ(*answer->Header("content-type"), "text/html");
}

TEST_F(WebServerTest, ABodyThatBreaksOffIsNoAnswer) { EXPECT_FALSE(HttpGet(Url("/broken"), options_).ok()); }

TEST_F(WebServerTest, CleansPathsAndRefusesOtherMethods) {
  const auto climbing = HttpGet(Url("/a/%2e%2e/b%20c"), options_);
  ASSERT_TRUE(climbing.ok()) << climbing.status();
  EXPECT_EQ(climbing->status, 404);
  EXPECT_EQ(climbing->body, "/b c");
  const auto post = HttpPost(Url("/echo"), "x", options_);
  ASSERT_TRUE(post.ok()) << post.status();
  EXPECT_EQ(post->status, 405);
}

TEST_F(WebServerTest, NamesAnAddressThatItCannotHave) {
  const std::string taken = absl::StrCat("127.0.0.1:", server_->port());
  const auto second = WebServer::Start(taken, &Answer);
  EXPECT_TRUE(absl::IsUnavailable(second.status()));
  EXPECT_THAT(second.status().message(), HasSubstr(absl::StrCat("cannot listen on ", taken, ": ")));
  EXPECT_THAT(WebServer::Start("nonsense", &Answer).status().message(), HasSubstr("cannot listen on nonsense: "));
}

}  // namespace
}  // namespace barrage
