// What real servers sent, byte for byte, and what must be read from it: kinds, counts, usage.
#include <string>

#include "absl/strings/match.h"
#include "common/openai/endpoint.h"
#include "gtest/gtest.h"
#include "tests/common/openai/fixture.h"

namespace barrage {
namespace {

// A letter an event (r role, c content, u usage, e empty, d done …), after it "!" for a finish_reason and "$" for
// usage. Content events in a row are counted: "c12".
std::string Shape(const std::string& name, std::string* text, TokenUsage* usage, uint32_t* tokens) {
  const EndpointRow& row = *FindEndpoint(absl::StrContains(name, "completions") ? "completions"
                                         : absl::StrContains(name, "responses") ? "responses"
                                                                                : "chat");
  std::string shape;
  int content = 0;
  const auto close_run = [&] {
    if (content > 0) shape += "c" + std::to_string(content);
    content = 0;
  };
  for (const std::string& data : DataLines(ReadFixture(name).body)) {
    AnswerPart part;
    EXPECT_TRUE(row.endpoint().ReadEvent("", data, true, part).ok()) << data;
    *text += part.text;
    *tokens += part.tokens.value_or(0);
    if (part.usage) *usage = *part.usage;
    if (part.kind == EventKind::kContent && !part.finish_reason && !part.usage) {
      ++content;
      continue;
    }
    close_run();
    shape += "rctafueXd#"[static_cast<int>(part.kind)];
    if (part.finish_reason) shape += "!";
    if (part.usage) shape += "$";
  }
  close_run();
  return shape;
}

struct StreamCase {
  const char* name;
  const char* shape;
  int64_t prompt, completion, cached;  // −1: not sent
  uint32_t tokens;                     // by log probabilities
  size_t text_bytes;
};

TEST(RealServers, StreamsAreReadAsTheyWereSent) {
  const StreamCase kCases[] = {
      {"llama.cpp/chat-stream", "rc10e!d", -1, -1, -1, 0, 27},
      {"llama.cpp/chat-stream-usage", "rc10e!u$d", 36, 12, 35, 0, 27},
      {"llama.cpp/chat-stream-logprobs", "rc3e!u$d", 36, 3, 35, 3, 11},
      {"llama.cpp/chat-stream-n2", "rc1rc6e!u$c1e!u$d", 36, 4, 35, 0, 21},
      {"llama.cpp/chat-stream-stop", "rc6e!u$d", 24, 7, 23, 0, 27},
      {"llama.cpp/chat-stream-utf8", "rc59e!u$d", 27, 60, 0, 0, 262},
      {"llama.cpp/chat-stream-server-killed", "rc140", -1, -1, -1, 0, 595},
      {"llama.cpp/completions-stream", "c12e!$d", 5, 12, 4, 0, 53},
      {"llama.cpp/completions-stream-usage", "c12e!$d", 5, 12, 4, 0, 53},
      {"llama.cpp/completions-stream-1-token", "c1e!$d", 5, 1, 4, 0, 3},
      {"llama.cpp/responses-stream", "eerec6eeed!$", 24, 6, 5, 0, 24},
      {"mlx-lm/chat-stream", "c10r!d", -1, -1, -1, 0, 27},
      {"mlx-lm/chat-stream-usage", "c10r!u$d", 36, 12, 35, 0, 27},
      {"mlx-lm/chat-stream-logprobs", "c3r!u$d", 36, 3, 35, 0, 11},
      {"mlx-lm/chat-stream-stop", "c7r!u$d", 24, 8, 23, 0, 32},
      {"mlx-lm/chat-stream-utf8", "c60r!u$d", 27, 60, 2, 0, 272},
      {"mlx-lm/completions-stream", "c12e!d", -1, -1, -1, 0, 52},
      {"mlx-lm/completions-stream-usage", "c12e!u$d", 5, 12, 4, 0, 52},
      {"mlx-lm/completions-stream-1-token", "c1e!u$d", 5, 1, 4, 0, 2},
      {"vllm/chat-stream", "rc10c!d", -1, -1, -1, 0, 36},
      {"vllm/chat-stream-usage", "rc11c!u$d", 36, 12, -1, 0, 36},
      {"vllm/chat-stream-usage-each-chunk", "r$c$c$c$c$c$e!$u$d", 24, 6, -1, 0, 19},
      {"vllm/chat-stream-logprobs", "rc2c!u$d", 36, 3, -1, 3, 11},
      {"vllm/chat-stream-n2", "rrc5c!c1c!u$d", 36, 8, -1, 0, 25},
      {"vllm/chat-stream-stop", "rc4e!u$d", 24, 5, -1, 0, 19},
      {"vllm/chat-stream-utf8", "rc9eec38eeec7c!u$d", 27, 60, -1, 0, 209},
      {"vllm/responses-stream", "eerec2eeed!$", 25, 6, 0, 0, 24},
      {"vllm/completions-stream", "c11c!d", -1, -1, -1, 0, 53},
      {"vllm/completions-stream-usage", "c11c!u$d", 5, 12, -1, 0, 53},
      {"vllm/completions-stream-1-token", "c!u$d", 5, 1, -1, 0, 3},
  };
  for (const StreamCase& c : kCases) {
    std::string text;
    TokenUsage usage;
    uint32_t tokens = 0;
    EXPECT_EQ(Shape(c.name, &text, &usage, &tokens), c.shape) << c.name;
    EXPECT_EQ(usage.prompt.value_or(-1), c.prompt) << c.name;
    EXPECT_EQ(usage.completion.value_or(-1), c.completion) << c.name;
    EXPECT_EQ(usage.cached.value_or(-1), c.cached) << c.name;
    EXPECT_EQ(tokens, c.tokens) << c.name;
    EXPECT_EQ(text.size(), c.text_bytes) << c.name;
  }
}

struct BodyCase {
  const char* name;
  const char* text;
  int64_t prompt, completion;
};

TEST(RealServers, BodiesAreReadAsTheyWereSent) {
  const BodyCase kCases[] = {
      {"llama.cpp/chat", "sandPackage f,R Noes you中", 36, 12},
      {"llama.cpp/completions", " qu you theESandard coveredunder Preserveib commP non", 5, 12},
      {"mlx-lm/chat", "sandPackage f,R Noes you中", 36, 12},
      {"mlx-lm/completions", "qu you theESandard coveredunder Preserveib commP non", 5, 12},
      {"vllm/chat", "sandPackage f,R No or part reES that", 36, 12},
      {"vllm/completions", " qu you theESandard coveredunder Preserveib commP non", 5, 12},
  };
  for (const BodyCase& c : kCases) {
    const Reply reply = ReadFixture(c.name);
    AnswerPart part;
    ASSERT_TRUE(FindEndpoint("chat")->endpoint().ReadBody(reply.body, true, part).ok()) << c.name;
    EXPECT_EQ(reply.status, 200) << c.name;
    EXPECT_EQ(part.kind, EventKind::kContent) << c.name;
    EXPECT_TRUE(part.finish_reason) << c.name;
    EXPECT_EQ(part.text, c.text) << c.name;
    EXPECT_EQ(part.usage->prompt, c.prompt) << c.name;
    EXPECT_EQ(part.usage->completion, c.completion) << c.name;
  }
}

struct ErrorCase {
  const char* name;
  int status;
  const char* message_start;
};

TEST(RealServers, ErrorsAreReadInTheFormOfEach) {
  const ErrorCase kCases[] = {
      {"llama.cpp/error-json", 400, "[json.exception.parse_error.101] parse error at line 1, column 32"},
      {"llama.cpp/error-method", 404, "File Not Found"},
      {"llama.cpp/error-no-key", 401, "Invalid API Key"},
      {"llama.cpp/error-no-messages", 400, "'messages' is required"},
      {"llama.cpp/error-too-long", 400, "request (18015 tokens) exceeds the available context size"},
      {"llama.cpp/error-too-long-stream", 400, "request (18015 tokens) exceeds the available context size"},
      {"mlx-lm/error-json", 400, "Invalid JSON in request body"},
      {"mlx-lm/error-no-messages", 400, "Request did not contain messages"},
      {"mlx-lm/error-model", 404, "Cannot find an appropriate cached snapshot folder"},
      {"vllm/error-json", 400, "1 validation error"},
      {"vllm/error-model", 404, "The model `no-such-model` does not exist."},
      {"vllm/error-path", 404, "Not Found"},
      {"vllm/error-method", 405, "Method Not Allowed"},
      {"vllm/error-too-long-stream", 400, "This model's maximum context length is 4096 tokens."},
  };
  for (const ErrorCase& c : kCases) {
    const Reply reply = ReadFixture(c.name);
    AnswerPart part;
    ASSERT_TRUE(FindEndpoint("chat")->endpoint().ReadBody(reply.body, true, part).ok()) << c.name;
    EXPECT_EQ(reply.status, c.status) << c.name;
    EXPECT_EQ(part.kind, EventKind::kError) << c.name;
    EXPECT_TRUE(absl::StartsWith(part.error, c.message_start)) << c.name << ": " << part.error;
  }
}

}  // namespace
}  // namespace barrage
