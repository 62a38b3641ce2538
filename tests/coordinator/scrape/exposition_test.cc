#include "coordinator/scrape/exposition.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Series> Read(absl::string_view page) { return ReadExposition(page, 1000); }

TEST(ExpositionTest, ReadsGaugesAndCountersOfVllm) {
  EXPECT_THAT(Read("# HELP vllm:num_requests_running Number of requests.\n"
                   "# TYPE vllm:num_requests_running gauge\n"
                   "vllm:num_requests_running{engine=\"0\",model_name=\"m\"} 3.0\n"
                   "# TYPE vllm:generation_tokens_total counter\n"
                   "vllm:generation_tokens_total{model_name=\"m\"} 1.5e+03 1700000000000\n"),
              ElementsAre(Series{"vllm:num_requests_running{engine=\"0\",model_name=\"m\"}", 3, false},
                          Series{"vllm:generation_tokens_total{model_name=\"m\"}", 1500, true}));
}

TEST(ExpositionTest, KeepsSumAndCountOfAHistogramAndNotItsBuckets) {
  EXPECT_THAT(Read("# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 3\nh_sum 4.5\nh_count 3\n"
                   "h_created 1.7e9\n"),
              ElementsAre(Series{"h_sum", 4.5, true}, Series{"h_count", 3, true}));
}

TEST(ExpositionTest, GoesByTheTypeBeforeTheName) {
  // Triton's counters have no _total; a histogram may be called so.
  EXPECT_THAT(Read("# TYPE nv_inference_request_success counter\nnv_inference_request_success 7\n"
                   "# TYPE odd_total gauge\nodd_total 5\nuntyped_total 6\nuntyped 8\n"
                   "# TYPE iteration_tokens_total histogram\niteration_tokens_total_sum 9\n"),
              ElementsAre(Series{"nv_inference_request_success", 7, true}, Series{"odd_total", 5, false},
                          Series{"untyped_total", 6, true}, Series{"untyped", 8, false},
                          Series{"iteration_tokens_total_sum", 9, true}));
}

TEST(ExpositionTest, ReadsLabelsThatHoldBracesQuotesAndBlanks) {
  EXPECT_THAT(Read("m{a=\"} 1 \\\" \\\\\",b=\"x y\"} 2\n"),
              ElementsAre(Series{"m{a=\"} 1 \\\" \\\\\",b=\"x y\"}", 2, false}));
}

TEST(ExpositionTest, PassesOverWhatItCannotRead) {
  EXPECT_THAT(Read("<html>\nm{a=\"open 1\nm 1x\nm\n{} 1\nm NaN\nm +Inf\n1.5\n 6  66\n\n  ok 2\r\nlast 3"),
              ElementsAre(Series{"ok", 2, false}, Series{"last", 3, false}));
}

TEST(ExpositionTest, KeepsNoMoreThanAsked) {
  std::string page;
  for (int i = 0; i < 50; ++i) page += "m" + std::to_string(i) + " 1\n";
  EXPECT_EQ(ReadExposition(page, 20).size(), 20u);
  EXPECT_THAT(Read(std::string(600, 'm') + " 1\n"), IsEmpty());
}

TEST(ExpositionTest, KnowsAPageWhenItSeesOne) {
  EXPECT_TRUE(IsExposition("# HELP a b\n# TYPE a gauge\n"));
  EXPECT_TRUE(IsExposition("  indented 1\n"));
  EXPECT_FALSE(IsExposition(" 6  66"));
  EXPECT_TRUE(IsExposition("a 1\n"));
  EXPECT_FALSE(IsExposition(""));
  EXPECT_FALSE(IsExposition("<!doctype html><html><body>hello 1</body></html>"));
  EXPECT_FALSE(IsExposition("{\"detail\":\"Not Found\"}"));
  EXPECT_FALSE(IsExposition("[{\"iter\": 1}]"));  // trtllm-serve's /metrics is JSON
}

}  // namespace
}  // namespace barrage
