#include "coordinator/cli/preamble.h"

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

class PreambleTest : public testing::Test {
 protected:
  PreambleTest() {
    plan_.target.endpoint_type = "chat";
    plan_.target.streaming = true;
    plan_.load.concurrency = 32;
    plan_.load.duration = absl::Seconds(10);
    plan_.dataset.num_prompts = 100;
    plan_.dataset.input_tokens_mean = 550;
    plan_.dataset.output_tokens_mean = 64;
    target_.add_urls("http://target:8000/v1/chat/completions");
    target_.set_model("m");
  }

  std::vector<std::string> Lines(std::optional<size_t> width) {
    const std::string text = Preamble(
        {
            .plan = plan_,
            .target = target_,
            .proxy = proxy_,
            .key_source = "",
            .requests = std::nullopt,
            .agents = "1 on this machine",
            .directory = directory_,
            .tokens = "by the server's usage",
        },
        width);
    return absl::StrSplit(text, '\n');
  }

  Plan plan_;
  wire::TargetFacts target_;
  ProxyChoice proxy_;
  const ArtifactDirectory directory_{.path = "artifacts/m-openai-chat-concurrency32"};
};

TEST_F(PreambleTest, BreaksAtSpacesBelowTheValueAt80Columns) {
  EXPECT_THAT(Lines(80), ElementsAre("Target    http://target:8000/v1/chat/completions, model m, engine unknown",  //
                                     "Access    direct, no TLS, no key",                                           //
                                     "Plan      chat, streamed, 32 at once, for 10s; 100 synthetic prompts of 550",
                                     "          tokens, at most 64 tokens an answer",  //
                                     "Agents    1 on this machine",                    //
                                     "Requests  as many as the time allows",           //
                                     "Tokens    by the server's usage",                //
                                     "Output    artifacts/m-openai-chat-concurrency32", ""));
}

TEST_F(PreambleTest, TakesALineEachAt200ColumnsAndWithoutATerminal) {
  const std::string plan =
      "Plan      chat, streamed, 32 at once, for 10s; 100 synthetic prompts of 550 tokens, at most 64 tokens an answer";
  EXPECT_EQ(Lines(200).at(2), plan);
  EXPECT_EQ(Lines(std::nullopt).at(2), plan);
  EXPECT_EQ(Lines(std::nullopt), Lines(200));
}

TEST_F(PreambleTest, NoLineIsWiderThanTheTerminal) {
  for (const size_t width : {60u, 80u, 200u}) {
    for (const std::string& line : Lines(width)) EXPECT_LE(line.size(), width) << line;
  }
}

TEST_F(PreambleTest, LeavesWholeWhatHasNoSpace) {
  target_.set_urls(0, "http://" + std::string(100, 'a'));
  EXPECT_THAT(Lines(80).at(0), StartsWith("Target    http://" + std::string(100, 'a') + ","));
}

}  // namespace
}  // namespace barrage
