#include "coordinator/cli/tokenizer_hub.h"

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/fakes/scripted_server.h"

namespace barrage {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Environment is a plain function: the variables are global to the test.
std::map<std::string, std::string>& Variables() {
  static std::map<std::string, std::string> variables;
  return variables;
}
const char* Variable(const char* name) {
  const auto found = Variables().find(name);
  return found == Variables().end() ? nullptr : found->second.c_str();
}

Script Answer(const std::string& status, const std::string& headers = "", const std::string& body = "") {
  return {ScriptStep::Send(
      absl::StrCat("HTTP/1.1 ", status, "\r\n", headers, "Content-Length: ", body.size(), "\r\n\r\n", body))};
}

std::string RequestLine(const ScriptedRequest& request) { return request.head.substr(0, request.head.find("\r\n")); }

TEST(TokenizerHub, AsksTheEndpointForTheRevisionsFile) {
  ScriptedServer hub([](const ScriptedRequest&) { return Answer("200 OK", "", "{\"a\":1}"); });
  Variables() = {{"HF_ENDPOINT", hub.origin() + "/mirror/"}};
  const auto file = FetchTokenizer("org/model", "refs/pr/1", Variable);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->json, "{\"a\":1}");
  EXPECT_EQ(file->url, hub.origin() + "/mirror/org/model/resolve/refs%2Fpr%2F1/tokenizer.json");
  EXPECT_EQ(RequestLine(hub.requests().at(0)), "GET /mirror/org/model/resolve/refs%2Fpr%2F1/tokenizer.json HTTP/1.1");
}

TEST(TokenizerHub, FollowsRedirectsAndKeepsItsTokenFromOtherHosts) {
  ScriptedServer store([](const ScriptedRequest&) { return Answer("200 OK", "", "{}"); });
  ScriptedServer hub([&](const ScriptedRequest& request) {
    if (absl::StartsWith(request.head, "GET /gpt2/")) {
      return Answer("307 Temporary Redirect", "Location: /openai/gpt2/resolve/main/tokenizer.json\r\n");
    }
    return Answer("302 Found", absl::StrCat("Location: ", store.origin(), "/blob?key=1\r\n"));
  });
  Variables() = {{"HF_ENDPOINT", hub.origin()}, {"HF_TOKEN", "sesame"}};
  const auto file = FetchTokenizer("gpt2", "main", Variable);
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(hub.requests().size(), 2u);
  for (const ScriptedRequest& request : hub.requests()) {
    EXPECT_THAT(request.head, HasSubstr("Authorization: Bearer sesame\r\n"));
  }
  ASSERT_EQ(store.requests().size(), 1u);
  EXPECT_EQ(RequestLine(store.requests()[0]), "GET /blob?key=1 HTTP/1.1");
  EXPECT_EQ(store.requests()[0].head.find("sesame"), std::string::npos);
  EXPECT_EQ(file->url, hub.origin() + "/gpt2/resolve/main/tokenizer.json");
}

TEST(TokenizerHub, GivesUpOnACircleOfRedirects) {
  ScriptedServer hub([](const ScriptedRequest&) { return Answer("302 Found", "Location: /round\r\n"); });
  Variables() = {{"HF_ENDPOINT", hub.origin()}};
  const auto file = FetchTokenizer("gpt2", "main", Variable);
  EXPECT_TRUE(absl::IsInvalidArgument(file.status()));
  EXPECT_THAT(std::string(file.status().message()), HasSubstr("is redirected more than 5 times"));
}

TEST(TokenizerHub, TellsTheHubsWordFromANetworkThatFails) {
  const auto asked = [](const std::string& status) {
    ScriptedServer hub([status](const ScriptedRequest&) { return Answer(status); });
    Variables() = {{"HF_ENDPOINT", hub.origin()}};
    return FetchTokenizer("org/model", "main", Variable).status();
  };
  EXPECT_TRUE(absl::IsInvalidArgument(asked("404 Not Found")));
  EXPECT_THAT(std::string(asked("404 Not Found").message()),
              AllOf(HasSubstr("no tokenizer.json for org/model at main"), HasSubstr("tokenizer.model (SentencePiece)"),
                    HasSubstr("*.tiktoken"), HasSubstr("save_pretrained")));
  EXPECT_TRUE(absl::IsInvalidArgument(asked("401 Unauthorized")));
  EXPECT_THAT(std::string(asked("403 Forbidden").message()), HasSubstr("HF_TOKEN"));
  for (const char* const status : {"500 No", "503 No", "429 Slow Down", "407 Proxy"}) {
    EXPECT_TRUE(absl::IsUnavailable(asked(status))) << status << asked(status);
  }
}

TEST(TokenizerHub, WithoutANetworkThereIsNoAnswer) {
  std::string gone;
  {
    ScriptedServer hub([](const ScriptedRequest&) { return Script(); });
    gone = hub.origin();
  }
  Variables() = {{"HF_ENDPOINT", gone}};
  EXPECT_TRUE(absl::IsUnavailable(FetchTokenizer("gpt2", "main", Variable).status()));
  Variables() = {{"HF_ENDPOINT", gone}, {"HF_HUB_OFFLINE", "1"}};
  EXPECT_EQ(FetchTokenizer("gpt2", "main", Variable).status(),
            absl::UnavailableError("HF_HUB_OFFLINE forbids to ask the hub"));
}

}  // namespace
}  // namespace barrage
