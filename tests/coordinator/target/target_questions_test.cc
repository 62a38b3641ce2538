// What the coordinator asks a target before a run, against a server that answers as real ones do.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "coordinator/target/engine_probe.h"
#include "coordinator/target/readiness.h"
#include "coordinator/target/usage_probe.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/fakes/scripted_server.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Answer(int status, const std::string& body, const std::string& fields = "") {
  return absl::StrCat("HTTP/1.1 ", status, " x\r\n", fields, "Content-Length: ", body.size(),
                      "\r\nConnection: close\r\n\r\n", body);
}

// Answers the paths it knows, and 404 to all others.
class Pages : public ScriptedServer {
 public:
  explicit Pages(std::map<std::string, std::string> answers)
      : ScriptedServer([answers = std::move(answers)](const ScriptedRequest& request) {
          const size_t begin = request.head.find(' ') + 1;
          const auto found = answers.find(request.head.substr(begin, request.head.find(' ', begin) - begin));
          return Script{ScriptStep::Send(found == answers.end() ? Answer(404, "{}") : found->second),
                        ScriptStep::Close()};
        }) {}
};

HttpOptions Direct() {
  HttpOptions options;
  options.proxy = "";
  return options;
}

std::string Engine(const Pages& pages, absl::string_view server, absl::string_view owner) {
  return FindEngine(pages.origin(), Direct(), server, owner).Text();
}

TEST(EngineTest, GoesByTheServersOwnName) {
  EXPECT_EQ(Engine(Pages({}), "llama.cpp", "llamacpp"), "llama.cpp (Server: llama.cpp)");
  // It answers NIM's path, and is none.
  const Pages sim({{"/v1/health/ready", Answer(200, "{}")}});
  EXPECT_EQ(Engine(sim, "barrage-sim", "barrage-sim"), "barrage-sim (Server: barrage-sim)");
}

TEST(EngineTest, KnowsNimByItsMetadataThoughItsModelsAreVllms) {
  const Pages nim({{"/v1/metadata", Answer(200, R"({"version":"1.8.0","modelInfo":[{"modelUrl":"x"}]})")},
                   {"/version", Answer(200, R"({"version":"0.9.1"})")}});
  EXPECT_EQ(Engine(nim, "uvicorn", "vllm"), "NIM 1.8.0 (/v1/metadata)");
}

TEST(EngineTest, KnowsOthersByOwnerOrByAPageOfTheirOwn) {
  EXPECT_EQ(Engine(Pages({{"/version", Answer(200, R"({"version":"0.9.1"})")}}), "uvicorn", "vllm"),
            "vLLM 0.9.1 (owned_by vllm)");
  EXPECT_EQ(Engine(Pages({{"/info", Answer(200, R"({"docker_label":"sha-1","version":"3.0.1"})")}}), "", "x"),
            "TGI 3.0.1 (/info)");
  EXPECT_EQ(Engine(Pages({{"/v2", Answer(200, R"({"name":"triton","version":"2.50.0","extensions":[]})")}}), "", ""),
            "Triton 2.50.0 (/v2)");
  EXPECT_EQ(Engine(Pages({{"/props", Answer(200, R"({"default_generation_settings":{}})")}}), "", ""),
            "llama.cpp (/props)");
}

TEST(EngineTest, DoesNotGuess) {
  // A gateway that answers everything.
  const ScriptedServer gateway([](const ScriptedRequest&) {
    return Script{ScriptStep::Send(Answer(200, R"({"status":"ok"})")), ScriptStep::Close()};
  });
  EXPECT_EQ(FindEngine(gateway.origin(), Direct(), "nginx", "me").Text(), "");
}

TEST(ReadinessTest, TakesEachEnginesPath) {
  for (const char* const path : {"/v1/health/ready", "/health", "/v2/health/ready", "/v1/models"}) {
    const Pages pages({{path, Answer(200, "{}", "Server: s\r\n")}});
    const auto ready = AskReady(pages.origin(), Direct());
    ASSERT_TRUE(ready.ok()) << path << ready.status();
    EXPECT_EQ(ready->path, path);
    EXPECT_EQ(ready->server, "s");
  }
  EXPECT_EQ(AskReady(Pages({}).origin(), Direct())->path, "");  // nobody's paths: asked without a question
}

TEST(ReadinessTest, BelievesA503BeforeAListOfModels) {
  const Pages loading({{"/v1/health/ready", Answer(503, "{}")}, {"/v1/models", Answer(200, "{}")}});
  std::string url = loading.origin();
  url.insert(url.find("127"), "me:hidden@");
  const auto ready = AskReady(url, Direct());
  EXPECT_EQ(ready.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(ready.status().message(), HasSubstr("/v1/health/ready answers 503: not ready"));
  EXPECT_THAT(ready.status().message(), Not(HasSubstr("hidden")));
}

TEST(ReadinessTest, WaitsUntilItIsReadyAndTellsTheStateOnce) {
  const ScriptedServer slow([](const ScriptedRequest& request) {
    const bool up = request.number >= 2;
    return Script{ScriptStep::Send(up ? Answer(200, "{}") : Answer(503, "{\"error\":\"loading\"}")),
                  ScriptStep::Close()};
  });
  const StopSignal stop;
  std::vector<std::string> told;
  const auto ready = WaitUntilReady(slow.origin(), Direct(), absl::Seconds(60), stop,
                                    [&](absl::string_view sentence) { told.emplace_back(sentence); });
  EXPECT_TRUE(ready.ok()) << ready.status();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_THAT(told[0], HasSubstr("Waiting for the target: "));
  EXPECT_THAT(told[0], HasSubstr("answers 503"));
}

TEST(ReadinessTest, GivesUpInTime) {
  const Pages loading({{"/v1/health/ready", Answer(503, "{}")}});
  const StopSignal stop;
  EXPECT_EQ(WaitUntilReady(loading.origin(), Direct(), absl::ZeroDuration(), stop, [](absl::string_view) { FAIL(); })
                .status()
                .code(),
            absl::StatusCode::kUnavailable);
}

// Refuses requests whose body holds a word, with `status`.
class Refusing : public ScriptedServer {
 public:
  Refusing(std::vector<std::string> words, int status)
      : ScriptedServer([words = std::move(words), status](const ScriptedRequest& request) {
          for (const std::string& word : words) {
            if (absl::StrContains(request.body, word)) {
              return Script{
                  ScriptStep::Send(Answer(status, absl::StrCat("{\"detail\":\"no ", word, " for sk-hidden\"}"))),
                  ScriptStep::Close()};
            }
          }
          return Script{ScriptStep::Send(Answer(200, "{}")), ScriptStep::Close()};
        }) {}

  UsageProbe Probe(bool streaming = true, bool legacy = false) const {
    Secrets secrets;
    secrets.AddKey("sk-hidden");
    return ProbeUsage({.endpoint = *FindEndpoint("chat"),
                       .url = origin(),
                       .model = "m",
                       .streaming = streaming,
                       .legacy_max_tokens = legacy,
                       .extra_body_json = ""},
                      Direct(), secrets);
  }
};

TEST(UsageProbeTest, AsksOnceWhereNothingIsRefused) {
  const Refusing server({}, 400);
  const UsageProbe probe = server.Probe();
  EXPECT_FALSE(probe.refused || probe.max_tokens_refused);
  EXPECT_EQ(probe.trouble, "");
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(UsageProbeTest, NoticesWhatIsRefused) {
  for (const int status : {400, 422}) {
    const UsageProbe usage = Refusing({"stream_options"}, status).Probe();
    EXPECT_TRUE(usage.refused && !usage.max_tokens_refused);
    const UsageProbe limit = Refusing({"max_completion_tokens"}, status).Probe();
    EXPECT_TRUE(!limit.refused && limit.max_tokens_refused);
    const UsageProbe both = Refusing({"stream_options", "max_completion_tokens"}, status).Probe();
    EXPECT_TRUE(both.refused && both.max_tokens_refused);
    EXPECT_EQ(both.trouble, "");
  }
  const UsageProbe whole = Refusing({"max_completion_tokens"}, 400).Probe(false);
  EXPECT_TRUE(!whole.refused && whole.max_tokens_refused);
}

// Answers with more events than were asked for, unless the body holds `heeded`.
class Talkative : public ScriptedServer {
 public:
  explicit Talkative(std::string heeded)
      : ScriptedServer([heeded = std::move(heeded)](const ScriptedRequest& request) {
          const int count = absl::StrContains(request.body, heeded) ? 1 : 400;
          std::string body;
          for (int i = 0; i < count; ++i) {
            absl::StrAppend(&body, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}\n\n");
          }
          if (count > 1) {
            // It goes on for longer than anybody waits.
            return Script{ScriptStep::Send(absl::StrCat("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", body)),
                          ScriptStep::Hang()};
          }
          return Script{ScriptStep::Send(Answer(200, body + "data: [DONE]\n\n")), ScriptStep::Close()};
        }) {}

  UsageProbe Probe(bool legacy = false, const std::string& extra = "") const {
    return ProbeUsage({.endpoint = *FindEndpoint("chat"),
                       .url = origin(),
                       .model = "m",
                       .streaming = true,
                       .legacy_max_tokens = legacy,
                       .extra_body_json = extra},
                      Direct(), Secrets());
  }
};

TEST(UsageProbeTest, NoticesALengthThatIsNotHeeded) {
  const Talkative old("\"max_tokens\"");
  EXPECT_TRUE(old.Probe().max_tokens_ignored);
  EXPECT_EQ(old.Probe().trouble, "");
  EXPECT_EQ(old.requests().size(), 4u);
  EXPECT_FALSE(old.Probe(true).max_tokens_ignored);  // it was not sent
  const UsageProbe deaf = Talkative("\"no such word\"").Probe();
  EXPECT_FALSE(deaf.max_tokens_ignored);
  EXPECT_EQ(deaf.trouble, "the server does not heed the output length: 1 token was asked for, more than 8 came");
  const UsageProbe own = Talkative("\"no such word\"").Probe(false, R"({"max_tokens": 400})");
  EXPECT_FALSE(own.max_tokens_ignored);
  EXPECT_EQ(own.trouble, "");
  EXPECT_FALSE(Talkative("\"max_completion_tokens\"").Probe().max_tokens_ignored);
}

TEST(UsageProbeTest, TellsOtherTroubleWithoutTheKey) {
  const Refusing unauthorized({"model"}, 401);
  const UsageProbe probe = unauthorized.Probe();
  EXPECT_FALSE(probe.refused || probe.max_tokens_refused);
  EXPECT_EQ(probe.trouble, "a first request was answered 401: {\"detail\":\"no model for [redacted]\"}");
  EXPECT_EQ(unauthorized.requests().size(), 1u);  // a 401 is no opinion on an option
  const Refusing broken({"model"}, 400);
  EXPECT_THAT(broken.Probe().trouble, HasSubstr("no model"));
  EXPECT_EQ(broken.requests().size(), 4u);
  const Refusing no_limit({"max_completion_tokens"}, 400);
  EXPECT_FALSE(no_limit.Probe(true, true).max_tokens_refused);  // it was not sent
}

}  // namespace
}  // namespace barrage
