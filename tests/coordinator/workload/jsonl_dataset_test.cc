#include "coordinator/workload/jsonl_dataset.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

absl::Status Anything(const wire::Payload&) { return absl::OkStatus(); }

absl::StatusOr<std::unique_ptr<JsonlDataset>> Read(const std::string& text, std::optional<int64_t> most = {},
                                                   const JsonlLimits& limits = {}) {
  std::istringstream input(text);
  return ReadJsonl(input, "prompts.jsonl", most, Anything, limits);
}

std::string ErrorOf(const std::string& text, const JsonlLimits& limits = {}) {
  return std::string(Read(text, {}, limits).status().message());
}

TEST(JsonlDataset, KeepsPromptsInTheirOrder) {
  const auto dataset = Read("{\"text\":\"a\"}\r\n\n{\"prompt\":\"b\",\"output_length\":3}\n  \n{\"text\":\"c\"}");
  ASSERT_TRUE(dataset.ok()) << dataset.status();
  EXPECT_EQ((*dataset)->size(), 3);
  EXPECT_EQ((*dataset)->At(0).payload.prompt(), "a");
  EXPECT_EQ((*dataset)->At(1).payload.prompt(), "b");
  EXPECT_EQ((*dataset)->At(1).payload.id(), 1u);
  EXPECT_EQ((*dataset)->At(1).asked_tokens, std::nullopt);
  EXPECT_EQ((*dataset)->OutputTokensOf(1), 3);
  EXPECT_EQ((*dataset)->OutputTokensOf(2), std::nullopt);
}

TEST(JsonlDataset, ReadsNoMoreThanAskedFor) {
  const auto dataset = Read("{\"text\":\"a\"}\n{\"text\":\"b\"}\nbroken", 2);
  ASSERT_TRUE(dataset.ok()) << dataset.status();
  EXPECT_EQ((*dataset)->size(), 2);
  EXPECT_EQ((*Read("{\"text\":\"a\"}\n", 9))->size(), 1);
}

TEST(JsonlDataset, NamesEveryProblemWithItsLine) {
  EXPECT_EQ(ErrorOf("{\"text\":\"a\"}\nbroken\n\n{\"txt\":\"b\"}\n{\"text\":7}\n"),
            "prompts.jsonl:2: not JSON at byte 0: Invalid value.\n"
            "prompts.jsonl:4: no text, prompt or messages\n"
            "prompts.jsonl:5: text must be a string");
}

TEST(JsonlDataset, CountsProblemsBeyondTheFirstTwenty) {
  std::string text;
  for (int i = 0; i < 25; ++i) text += "x\n";
  const std::string error = ErrorOf(text);
  EXPECT_TRUE(absl::StrContains(error, "prompts.jsonl:20: not JSON"));
  EXPECT_FALSE(absl::StrContains(error, "prompts.jsonl:21:"));
  EXPECT_TRUE(absl::EndsWith(error, "\nprompts.jsonl: and 5 problems more"));
}

TEST(JsonlDataset, RefusesAnEmptyFile) {
  EXPECT_EQ(ErrorOf(""), "prompts.jsonl: no prompt in it");
  EXPECT_EQ(ErrorOf("\n \r\n"), "prompts.jsonl: no prompt in it");
}

TEST(JsonlDataset, RefusesBytesThatAreNoText) {
  EXPECT_EQ(ErrorOf("\x89PNG\r\n"),
            "prompts.jsonl:1: not text: byte 1 of the line is not UTF-8 (is this a JSON Lines file?)");
  EXPECT_EQ(ErrorOf(std::string("{\"text\":\"a\0\"}", 13)),
            "prompts.jsonl:1: not text: byte 11 of the line is not UTF-8 (is this a JSON Lines file?)");
  EXPECT_EQ(ErrorOf("{\"text\":\"\xc3\"}"),
            "prompts.jsonl:1: not text: byte 10 of the line is not UTF-8 (is this a JSON Lines file?)");
}

TEST(JsonlDataset, BoundsALineAndTheWhole) {
  EXPECT_EQ(ErrorOf("{\"text\":\"" + std::string(100, 'x') + "\"}\n{\"text\":\"a\"}", {.line_bytes = 64}),
            "prompts.jsonl:1: the line is longer than 64 bytes");
  EXPECT_EQ(ErrorOf("{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"c\"}", {.total_bytes = 30}),
            "prompts.jsonl:3: the prompts up to here are more than 30 bytes: use fewer (--num-prompts)");
}

TEST(JsonlDataset, AsksWhetherAPayloadCanBeSent) {
  std::istringstream input("{\"text\":\"a\"}\n{\"text\":\"b\"}");
  const auto check = [](const wire::Payload& payload) {
    return payload.prompt() == "b" ? absl::InvalidArgumentError("b is not welcome") : absl::OkStatus();
  };
  EXPECT_EQ(ReadJsonl(input, "f", {}, check).status().message(), "f:2: b is not welcome");
}

TEST(JsonlDataset, NamesAFileThatCannotBeRead) {
  const std::string folder = std::getenv("TEST_TMPDIR");
  EXPECT_EQ(ReadJsonlFile(folder + "/none.jsonl", {}, Anything).status().message(),
            folder + "/none.jsonl: No such file or directory");
  EXPECT_EQ(ReadJsonlFile(folder, {}, Anything).status().message(),
            folder + ": is a directory: this version reads one for rankings only");
  std::ofstream(folder + "/some.jsonl") << "{\"text\":\"a\"}\n";
  EXPECT_EQ((*ReadJsonlFile(folder + "/some.jsonl", {}, Anything))->size(), 1);
}

}  // namespace
}  // namespace barrage
