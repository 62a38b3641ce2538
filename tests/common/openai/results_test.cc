// Embeddings and rankings: lists asked, lists answered.
#include <string>

#include "absl/strings/match.h"
#include "common/openai/endpoint.h"
#include "gtest/gtest.h"
#include "tests/common/openai/fixture.h"

namespace barrage {
namespace {

const Endpoint& Of(const char* name) { return FindEndpoint(name)->endpoint(); }

wire::Payload Passages() {
  wire::Payload payload;
  payload.set_query("q?");
  payload.add_texts("a");
  payload.add_texts("\"b\"");
  return payload;
}

TEST(EmbeddingsBody, HoldsABatch) {
  wire::Payload payload;
  payload.add_texts("a");
  payload.add_texts("b");
  EXPECT_EQ(Of("embeddings").BuildBody(payload, {.model = "m", .max_output_tokens = 3}).value(),
            R"({"model":"m","input":["a","b"]})");
  EXPECT_EQ(
      Of("embeddings").BuildBody(payload, {.model = "m", .extra_body_json = R"({"encoding_format":"base64"})"}).value(),
      R"({"model":"m","input":["a","b"],"encoding_format":"base64"})");
  EXPECT_EQ(Of("embeddings").BuildBody(wire::Payload(), {}).status().message(), "an embeddings payload needs texts");
}

TEST(RankingsBody, HasTheFormOfEachService) {
  EXPECT_EQ(Of("rankings").BuildBody(Passages(), {.model = "m"}).value(),
            R"({"model":"m","query":{"text":"q?"},"passages":[{"text":"a"},{"text":"\"b\""}]})");
  EXPECT_EQ(Of("nim_rankings").BuildBody(Passages(), {.model = "m"}).value(),
            Of("rankings").BuildBody(Passages(), {.model = "m"}).value());
  EXPECT_EQ(Of("cohere_rankings").BuildBody(Passages(), {.model = "m", .extra_body_json = R"({"top_n":1})"}).value(),
            R"({"model":"m","query":"q?","documents":["a","\"b\""],"top_n":1})");
  EXPECT_EQ(Of("hf_tei_rankings").BuildBody(Passages(), {.model = "m"}).value(),
            R"({"query":"q?","texts":["a","\"b\""]})");
  wire::Payload no_query = Passages();
  no_query.clear_query();
  EXPECT_EQ(Of("rankings").BuildBody(no_query, {}).status().message(), "a rankings payload needs a query and passages");
}

struct AnswerCase {
  const char* endpoint;
  const char* body;
  int64_t inputs;  // −1: not said
  std::optional<TokenUsage> usage;
};

TEST(Results, AreCountedWithTheirUsage) {
  const AnswerCase kCases[] = {
      {"embeddings",
       R"({"object":"list","data":[{"embedding":[0.1,-2e3,[1]],"index":0},{"embedding":"AAAA"},7],"model":"m",)"
       R"("usage":{"prompt_tokens":9,"total_tokens":9}})",
       3, TokenUsage{.prompt = 9, .total = 9}},
      {"embeddings", R"({"data":[],"usage":null})", 0, std::nullopt},
      {"embeddings",
       R"({"usage":{"prompt_tokens":4,"x":{"a":[1,{"b":"c\"d"}],"e":true},"prompt_tokens_details":{"cached_tokens":1}},)"
       R"("data":[[1,2]]})",
       1, TokenUsage{.prompt = 4, .cached = 1}},
      {"rankings", R"({"rankings":[{"index":1,"logit":2.5}],"usage":{"prompt_tokens":8,"total_tokens":8}})", -1,
       TokenUsage{.prompt = 8, .total = 8}},
      {"cohere_rankings", R"({"id":"x","results":[{"index":0,"relevance_score":0.9}],"meta":{"data":[1]}})", -1,
       std::nullopt},
      {"hf_tei_rankings", R"([{"index":0,"score":0.9},{"index":1,"score":0.1}])", -1, std::nullopt},
  };
  for (const AnswerCase& c : kCases) {
    AnswerPart part;
    part.text = part.error = "before";
    part.inputs = 99;
    const absl::Status status = Of(c.endpoint).ReadBody(c.body, true, part);
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_EQ(part.inputs.value_or(-1), c.inputs) << c.body;
    EXPECT_EQ(part.usage, c.usage) << c.body;
    EXPECT_EQ(part.kind, EventKind::kEmpty) << c.body;
    EXPECT_EQ(part.text + part.error, "") << c.body;
  }
}

TEST(Results, AreNoAnswerWhereAVectorIsMissingOrTooMany) {
  const std::string answer = R"({"data":[{"embedding":[1]},{"embedding":[2]}]})";
  const auto read = [&answer](absl::string_view request) {
    ReadParameters parameters(false);
    parameters.request_body = request;
    AnswerPart part;
    return Of("embeddings").ReadBody(answer, parameters, part);
  };
  EXPECT_TRUE(read(R"({"input":["a","b"]})").ok());
  EXPECT_TRUE(read(R"({"input":[[1,2,3],[4]]})").ok());
  EXPECT_EQ(read(R"({"model":"m","input":["a","b","c"]})").message(), "embeddings for 2 of 3 inputs");
  EXPECT_EQ(read(R"({"input":"a"})").message(), "embeddings for 2 of 1 inputs");
  EXPECT_EQ(read(R"({"input":[1,2]})").message(), "embeddings for 2 of 1 inputs");  // tokens of one text
  // What does not say it.
  for (const char* request : {"", "{}", "no JSON", R"({"input":7})", R"({"input":[]})"}) {
    EXPECT_TRUE(read(request).ok()) << request;
  }
}

TEST(Results, OfARefusalAreNotMissed) {
  ReadParameters parameters(false);
  parameters.request_body = R"({"input":["a","b"]})";
  AnswerPart part;
  ASSERT_TRUE(Of("embeddings").ReadBody(R"({"error":{"message":"too long"}})", parameters, part).ok());
  EXPECT_EQ(part.kind, EventKind::kError);
}

TEST(Results, SayTheirError) {
  for (const char* endpoint : {"embeddings", "rankings", "cohere_rankings", "hf_tei_rankings"}) {
    AnswerPart part;
    ASSERT_TRUE(Of(endpoint).ReadBody(R"({"error":{"message":"too long"}})", true, part).ok()) << endpoint;
    EXPECT_EQ(part.kind, EventKind::kError);
    EXPECT_EQ(part.error, "too long");
    ASSERT_TRUE(Of(endpoint).ReadBody(R"({"detail":[{"msg":"field required"}]})", true, part).ok()) << endpoint;
    EXPECT_EQ(part.error, "field required");
  }
}

TEST(Results, AreAFaultWhereThereIsNoList) {
  AnswerPart part;
  for (const char* body : {"", "{", "{}", R"({"data":{"a":1}})", R"({"x":{"data":[1]}})", "7", R"({"data":[}])"}) {
    EXPECT_EQ(Of("embeddings").ReadBody(body, true, part).code(), absl::StatusCode::kInvalidArgument) << body;
  }
  EXPECT_EQ(Of("embeddings").ReadBody(R"({"rankings":[]})", true, part).message(),
            R"(no list "data" in: {"rankings":[]})");
  EXPECT_EQ(Of("hf_tei_rankings").ReadBody(R"({"results":[]})", true, part).message(),
            R"(not a list in: {"results":[]})");
  EXPECT_FALSE(Of("embeddings").ReadBody(std::string(1 << 20, '['), true, part).ok());
  EXPECT_FALSE(Of("embeddings").ReadEvent("", "{}", true, part).ok());
}

struct CapturedCase {
  const char* name;
  int64_t inputs, prompt;
};

TEST(Results, OfARealServerAreReadAsTheyWereSent) {
  const CapturedCase kCases[] = {
      {"llama.cpp/embeddings", 1, 4}, {"llama.cpp/embeddings-batch", 2, 13}, {"llama.cpp/embeddings-base64", 1, 4}};
  for (const CapturedCase& c : kCases) {
    AnswerPart part;
    ASSERT_TRUE(Of("embeddings").ReadBody(ReadFixture(c.name).body, true, part).ok()) << c.name;
    EXPECT_EQ(part.inputs, c.inputs) << c.name;
    EXPECT_EQ(part.usage, (TokenUsage{.prompt = c.prompt, .total = c.prompt})) << c.name;
  }
  AnswerPart part;
  ASSERT_TRUE(Of("embeddings").ReadBody(ReadFixture("llama.cpp/error-embeddings-too-long").body, true, part).ok());
  EXPECT_TRUE(absl::StartsWith(part.error, "input (18003 tokens) is too large to process")) << part.error;
}

}  // namespace
}  // namespace barrage
