#include "coordinator/workload/prompt_line.h"

#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

std::string ErrorOf(absl::string_view line) { return std::string(ParsePromptLine(line).status().message()); }

TEST(PromptLine, ReadsEveryNameOfAText) {
  for (const std::string name : {"text", "text_input", "prompt"}) {
    const auto prompt = ParsePromptLine(R"({")" + name + R"(":"Hé \"you\"","id":4})");
    ASSERT_TRUE(prompt.ok()) << prompt.status();
    EXPECT_EQ(prompt->payload.prompt(), "Hé \"you\"");
    EXPECT_EQ(prompt->output_tokens, std::nullopt);
  }
}

TEST(PromptLine, ReadsMessages) {
  const auto prompt = ParsePromptLine(
      R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":[ {"type": "text", "text":"a"} ]}],)"
      R"("max_tokens":12})");
  ASSERT_TRUE(prompt.ok()) << prompt.status();
  ASSERT_EQ(prompt->payload.messages_size(), 2);
  EXPECT_EQ(prompt->payload.messages(0).role(), "system");
  EXPECT_EQ(prompt->payload.messages(0).content(), "s");
  EXPECT_EQ(prompt->payload.messages(1).content_json(), R"([{"type":"text","text":"a"}])");
  EXPECT_EQ(prompt->output_tokens, 12);
}

TEST(PromptLine, ReadsImagesAndAudioByTheirNames) {
  const auto prompt = ParsePromptLine(R"({"text":"a","image":"cat.png","audios":["a.wav","b.wav"]})");
  ASSERT_TRUE(prompt.ok()) << prompt.status();
  ASSERT_EQ(prompt->payload.images_size(), 1);
  EXPECT_EQ(prompt->payload.images(0), "cat.png");
  ASSERT_EQ(prompt->payload.audios_size(), 2);
  EXPECT_EQ(prompt->payload.audios(1), "b.wav");
  EXPECT_TRUE(ParsePromptLine(R"({"images":["cat.png"]})").ok());
}

TEST(PromptLine, ReadsBatchesAndPassages) {
  for (const std::string name : {"texts", "passages", "documents"}) {
    const auto good = ParsePromptLine(R"({"query":"q",")" + name + R"(":["a","b"]})");
    ASSERT_TRUE(good.ok()) << good.status();
    EXPECT_EQ(good->payload.query(), "q");
    ASSERT_EQ(good->payload.texts_size(), 2);
    EXPECT_EQ(good->payload.texts(1), "b");
  }
  // As AIPerf's rankings files have it.
  const auto named =
      ParsePromptLine(R"({"texts":[{"name":"query","contents":["q"]},{"name":"passages","contents":["a","b"]}]})");
  ASSERT_TRUE(named.ok()) << named.status();
  EXPECT_EQ(named->payload.query(), "q");
  EXPECT_EQ(named->payload.texts_size(), 2);
}

TEST(PromptLine, ReadsAnOutputLength) {
  EXPECT_EQ(ParsePromptLine(R"({"text":"a","output_length":5})")->output_tokens, 5);
  EXPECT_EQ(ErrorOf(R"({"text":"a","output_length":0})"), "output_length must be an integer > 0, got 0");
  EXPECT_EQ(ErrorOf(R"({"text":"a","max_tokens":"5"})"), R"(max_tokens must be an integer > 0, got "5")");
}

TEST(PromptLine, ReadsATimestampInMilliseconds) {
  EXPECT_EQ(ParsePromptLine(R"({"text":"a"})")->at_ns, std::nullopt);
  EXPECT_EQ(ParsePromptLine(R"({"text":"a","timestamp":1500})")->at_ns, 1'500'000'000);
  EXPECT_EQ(ParsePromptLine(R"({"text":"a","timestamp":0.25})")->at_ns, 250'000);
  EXPECT_EQ(ErrorOf(R"({"text":"a","timestamp":-1})"),
            "timestamp must be a number of milliseconds from 0 to 4e12, got -1");
  EXPECT_EQ(ErrorOf(R"({"text":"a","timestamp":"0"})"),
            R"(timestamp must be a number of milliseconds from 0 to 4e12, got "0")");
}

TEST(PromptLine, RefusesPartsOfConversationsAndTracesInAPlainWord) {
  EXPECT_EQ(ErrorOf(R"({"timestamp":0,"input_length":655,"output_length":52,"hash_ids":[46,47]})"),
            "hash_ids: this version replays no shared blocks of tokens; give each line its text");
  EXPECT_EQ(ErrorOf(R"({"timestamp":0,"input_length":655})"),
            "input_length: this version makes no prompts to the lengths of a file; give each line its text");
  EXPECT_EQ(ErrorOf(R"({"session_id":"s","text":"a"})"),
            "session_id: this version asks single questions, not conversations");
  EXPECT_EQ(ErrorOf(R"({"turns":[{"text":"a"}]})"), "turns: this version asks single questions, not conversations");
  EXPECT_TRUE(ParsePromptLine(R"({"text":"a","input_length":1,"hash_ids":[]})").ok());
}

TEST(PromptLine, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOf(R"({"text":"a")"), "not JSON at byte 11: Missing a comma or '}' after an object member.");
  EXPECT_EQ(ErrorOf(R"(["a"])"), "an array: give one JSON object a line");
  EXPECT_EQ(ErrorOf("7"), "not a JSON object");
  EXPECT_EQ(ErrorOf(R"({"txt":"a"})"), "no text, prompt or messages");
  EXPECT_EQ(ErrorOf(R"({"text":"a","prompt":"b"})"), "more than one of text, prompt and messages");
  EXPECT_EQ(ErrorOf(R"({"text":""})"), "text is empty");
  EXPECT_EQ(ErrorOf(R"({"prompt":["a"]})"), "prompt must be a string");
  EXPECT_EQ(ErrorOf(R"({"messages":[]})"), "messages must be an array with a message");
  EXPECT_EQ(ErrorOf(R"({"messages":[{"role":"user","content":"a"},{"content":"a"}]})"), "message 2 has no role");
  EXPECT_EQ(ErrorOf(R"({"messages":[{"role":"user"}]})"), "message 1 has no content");
  EXPECT_EQ(ErrorOf(R"({"messages":["a"]})"), "message 1 is not an object");
  EXPECT_EQ(ErrorOf(R"({"messages":[{"role":"user","content":3}]})"),
            "message 1 has a content that is neither a string nor an array");
  EXPECT_EQ(ErrorOf(R"({"text":"a","video":"cat.mp4"})"), "video: video is not sent");
  EXPECT_EQ(ErrorOf(R"({"text":"a","images":[""]})"), "images must be a string or strings, none empty");
  EXPECT_EQ(ErrorOf(R"({"messages":[{"role":"user","content":"a"}],"image":"cat.png"})"),
            "images and audio stand beside a text, or in the content of messages");
  EXPECT_EQ(ErrorOf(R"({"text":"a","texts":["b"]})"), "more than one of text, prompt and messages");
  EXPECT_EQ(ErrorOf(R"({"texts":["b"],"passages":["c"]})"), "more than one of texts, passages and documents");
  EXPECT_EQ(ErrorOf(R"({"query":["a","b"],"passages":["c"]})"), "there must be one query");
  EXPECT_EQ(ErrorOf(R"({"texts":[{"name":"query"}]})"), "an entry of texts has no contents");
}

}  // namespace
}  // namespace barrage
