#include <string>

#include "common/openai/endpoint.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

const Endpoint& Chat() { return FindEndpoint("chat")->endpoint(); }
const Endpoint& Completions() { return FindEndpoint("completions")->endpoint(); }

wire::Payload PromptPayload(const std::string& text) {
  wire::Payload payload;
  payload.set_prompt(text);
  return payload;
}

TEST(EndpointTable, KnowsItsRowsByName) {
  EXPECT_EQ(FindEndpoint("chat")->path, "/v1/chat/completions");
  EXPECT_EQ(FindEndpoint("chat")->metric_name, "openai-chat");
  EXPECT_EQ(FindEndpoint("completions")->path, "/v1/completions");
  EXPECT_EQ(FindEndpoint("completions")->metric_name, "openai-completions");
  EXPECT_EQ(FindEndpoint("chats"), nullptr);
}

TEST(Body, ChatAsksAPromptAsTheUser) {
  EXPECT_EQ(Chat().BuildBody(PromptPayload("Say \"hi\"\n中"), {.model = "m"}).value(),
            R"({"model":"m","messages":[{"role":"user","content":"Say \"hi\"\n中"}],"stream":true,)"
            R"("stream_options":{"include_usage":true}})");
}

TEST(Body, ChatKeepsMessagesAndPartsAsGiven) {
  wire::Payload payload;
  wire::ChatMessage* message = payload.add_messages();
  message->set_role("system");
  message->set_content("Be brief.");
  message = payload.add_messages();
  message->set_role("user");
  message->set_content_json(R"([{"type":"text","text":"hi"}])");
  EXPECT_EQ(Chat().BuildBody(payload, {.model = "m", .include_usage = false}).value(),
            R"({"model":"m","messages":[{"role":"system","content":"Be brief."},)"
            R"({"role":"user","content":[{"type":"text","text":"hi"}]}],"stream":true})");
}

TEST(Body, HasNoLimitBesideTheUsersOwn) {
  const BodyParameters parameters = {.model = "m", .include_usage = false, .max_output_tokens = 9};
  for (const char* const own : {R"("max_tokens":5)", R"("max_completion_tokens":5)"}) {
    BodyParameters with_own = parameters;
    with_own.extra_body_json = absl::StrCat("{", own, "}");
    EXPECT_EQ(Chat().BuildBody(PromptPayload("p"), with_own).value(),
              absl::StrCat(R"({"model":"m","messages":[{"role":"user","content":"p"}],"stream":true,)", own, "}"));
  }
}

TEST(Body, HasItsMembersInAFixedOrder) {
  EXPECT_EQ(Chat()
                .BuildBody(PromptPayload("p"), {.model = "m",
                                                .max_output_tokens = 9,
                                                .min_output_tokens = 9,
                                                .extra_body_json = R"({"seed":1,"top_p":0.25})"})
                .value(),
            R"({"model":"m","messages":[{"role":"user","content":"p"}],"stream":true,)"
            R"("stream_options":{"include_usage":true},"max_completion_tokens":9,"min_tokens":9,"ignore_eos":true,)"
            R"("seed":1,"top_p":0.25})");
  EXPECT_EQ(
      Completions().BuildBody(PromptPayload("p"), {.model = "m", .streaming = false, .max_output_tokens = 9}).value(),
      R"({"model":"m","prompt":"p","stream":false,"max_tokens":9})");
}

TEST(Body, NamesTheLimitAsOldServersDoWhenAsked) {
  EXPECT_EQ(Chat()
                .BuildBody(PromptPayload("p"),
                           {.model = "m", .streaming = false, .legacy_max_tokens = true, .max_output_tokens = 9})
                .value(),
            R"({"model":"m","messages":[{"role":"user","content":"p"}],"stream":false,"max_tokens":9})");
}

TEST(Body, ExtrasReplaceMembersOfTheSameName) {
  EXPECT_EQ(
      Completions()
          .BuildBody(PromptPayload("p"), {.model = "m",
                                          .max_output_tokens = 9,
                                          .extra_body_json = R"({"max_tokens":4,"stream_options":{"x":null},"n":2})"})
          .value(),
      R"({"model":"m","prompt":"p","stream":true,"max_tokens":4,"stream_options":{"x":null},"n":2})");
}

TEST(Body, ExtrasKeepTheirNumbers) {
  const std::string extras = R"({"a":0.1,"b":-9223372036854775808,"c":18446744073709551615,"d":1e-7})";
  EXPECT_THAT(Chat().BuildBody(PromptPayload("p"), {.extra_body_json = extras}).value(),
              testing::HasSubstr(extras.substr(1)));
}

TEST(Body, ChatSendsImagesAndAudioAsParts) {
  wire::Payload payload = PromptPayload("p");
  payload.add_images("data:image/png;base64,AAA");
  payload.add_images("https://x/y.jpg");
  payload.add_audios("data:audio/wav;base64,BBB");
  EXPECT_EQ(Chat().BuildBody(payload, {.model = "m", .streaming = false}).value(),
            R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"p"},)"
            R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAA"}},)"
            R"({"type":"image_url","image_url":{"url":"https://x/y.jpg"}},)"
            R"({"type":"input_audio","input_audio":{"data":"BBB","format":"wav"}}]}],"stream":false})");
  EXPECT_EQ(Completions().BuildBody(payload, {}).status().message(), "a completions payload is text alone");
  payload.add_audios("https://x/y.wav");
  EXPECT_EQ(Chat().BuildBody(payload, {}).status().message(),
            "audio is sent as data:audio/FORMAT;base64,… only, got https://x/y.wav");
}

TEST(Body, SendsARawBodyAsItIs) {
  wire::Payload payload;
  payload.set_raw_body(R"({ "whatever" : 1 })");
  EXPECT_EQ(Chat().BuildBody(payload, {.model = "m", .max_output_tokens = 4}).value(), R"({ "whatever" : 1 })");
}

TEST(Body, RefusesWhatDoesNotFit) {
  EXPECT_EQ(Chat().BuildBody(wire::Payload(), {}).status().message(), "a chat payload needs messages or a prompt");
  wire::Payload messages;
  messages.add_messages()->set_role("user");
  EXPECT_EQ(Completions().BuildBody(messages, {}).status().message(), "a completions payload needs a prompt");
  EXPECT_EQ(Chat().BuildBody(PromptPayload("p"), {.extra_body_json = "[1]"}).status().message(),
            "extra inputs: not a JSON object");
  EXPECT_EQ(Chat().BuildBody(PromptPayload("p"), {.extra_body_json = R"({"a":})"}).status().message(),
            "extra inputs: not JSON at byte 5: Invalid value.");
  const std::string deep = R"({"a":)" + std::string(200, '[') + std::string(200, ']') + "}";
  EXPECT_EQ(Chat().BuildBody(PromptPayload("p"), {.extra_body_json = deep}).status().message(),
            "extra inputs: JSON nested deeper than 128 levels");
}

}  // namespace
}  // namespace barrage
