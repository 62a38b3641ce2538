// The made-up endpoint of docs/add-an-endpoint.md does what the page says.
#include <string>

#include "gtest/gtest.h"
#include "tests/docs/endpoint/echo_row.h"

namespace barrage {
namespace {

TEST(Echo, AsksAndReads) {
  const Endpoint& echo = kEchoRows[0].endpoint();
  wire::Payload payload;
  payload.set_prompt("hi");
  EXPECT_EQ(
      echo.BuildBody(payload, {.model = "m", .max_output_tokens = 3, .extra_body_json = R"({"loud":true})"}).value(),
      R"({"model":"m","say":"hi","stream":true,"limit":3,"loud":true})");
  AnswerPart part;
  ASSERT_TRUE(echo.ReadEvent("", R"({"piece":"a"})", true, part).ok());
  EXPECT_EQ(part.kind, EventKind::kContent);
  EXPECT_EQ(part.text, "a");
  ASSERT_TRUE(echo.ReadEvent("", R"({"over":true,"count":{"in":1,"out":2}})", true, part).ok());
  EXPECT_TRUE(part.done);
  EXPECT_EQ(part.usage, (TokenUsage{.prompt = 1, .completion = 2}));
  ASSERT_TRUE(echo.ReadBody(R"({"heard":"ab","count":{"in":1,"out":2}})", true, part).ok());
  EXPECT_EQ(part.text, "ab");
  ASSERT_TRUE(echo.ReadEvent("", R"({"error":"busy"})", true, part).ok());
  EXPECT_EQ(part.error, "busy");
  EXPECT_FALSE(echo.ReadEvent("", "x", true, part).ok());
}

}  // namespace
}  // namespace barrage
