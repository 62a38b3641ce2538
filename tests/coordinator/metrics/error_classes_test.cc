#include "coordinator/metrics/error_classes.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

RequestRecord Failed(int64_t index, Outcome outcome, const std::string& error,
                     std::optional<int32_t> status = std::nullopt) {
  RequestRecord record;
  record.index = index;
  record.outcome = outcome;
  record.error = error;
  record.http_status = status;
  return record;
}

TEST(ErrorClassesTest, GroupsRefusalsByStatusAndKeepsTheFirstBody) {
  ErrorClasses classes;
  classes.Add(Failed(7, Outcome::kHttpError, "{\"error\": \"busy, ticket 4711\"}", 503));
  classes.Add(Failed(3, Outcome::kHttpError, "{\"error\": \"busy, ticket 9\"}", 503));
  classes.Add(Failed(5, Outcome::kHttpError, "slow down", 429));
  const auto result = classes.Finish();
  ASSERT_EQ(result.size(), 2u);
  EXPECT_EQ(result[0].message, "HTTP 503");
  EXPECT_EQ(result[0].count, 2);
  EXPECT_EQ(result[0].first_body, "{\"error\": \"busy, ticket 9\"}");  // request 3 came before 7
  EXPECT_EQ(result[1].status, 429);
}

TEST(ErrorClassesTest, TakesOutWhatDiffersBetweenRequests) {
  ErrorClasses classes;
  classes.Add(Failed(0, Outcome::kConnectError, "10.0.3.7:41234 refused by HTTP/1.1"));
  classes.Add(Failed(1, Outcome::kConnectError, "10.0.3.7:50001 refused by HTTP/1.1"));
  const auto result = classes.Finish();
  ASSERT_EQ(result.size(), 1u);
  EXPECT_EQ(result[0].message, "10.0.3.7:N refused by HTTP/1.1");
}

TEST(ErrorClassesTest, PassesOverWhatDidNotFail) {
  ErrorClasses classes;
  for (const Outcome outcome : {Outcome::kOk, Outcome::kCancelledAtEnd, Outcome::kCancelledByPlan, Outcome::kNotSent}) {
    classes.Add(Failed(0, outcome, "x"));
  }
  EXPECT_TRUE(classes.Finish().empty());
}

TEST(ErrorClassesTest, CountsRetryAfterAndKeepsTheLongest) {
  ErrorClasses classes;
  for (const std::optional<int64_t> wait_s :
       {std::optional<int64_t>(2), std::optional<int64_t>(), std::optional<int64_t>(30)}) {
    RequestRecord record = Failed(1, Outcome::kHttpError, "busy", 429);
    record.retry_after_s = wait_s;
    classes.Add(record);
  }
  ASSERT_EQ(classes.Finish().size(), 1u);
  EXPECT_EQ(classes.Finish()[0].count, 3);
  EXPECT_EQ(classes.Finish()[0].with_retry_after, 2);
  EXPECT_EQ(classes.Finish()[0].retry_after_max_s, 30);
}

TEST(ErrorClassesTest, SaysWhichTimeoutItWas) {
  RequestRecord record;
  record.outcome = Outcome::kTimeout;
  EXPECT_EQ(MessageOf(record), "total time");
  record.timeout_was_no_progress = true;
  EXPECT_EQ(MessageOf(record), "no progress");
}

TEST(ErrorClassesTest, DropsMessagesWhereThereAreTooMany) {
  ErrorClasses forward(10), backward(10);
  for (int i = 0; i < 40; ++i) {
    const auto letter = [](int n) { return absl::StrCat("odd ", std::string(static_cast<size_t>(n + 1), 'x')); };
    forward.Add(Failed(i, Outcome::kStreamError, letter(i), 200));
    backward.Add(Failed(39 - i, Outcome::kStreamError, letter(39 - i), 200));
  }
  ASSERT_EQ(forward.Finish().size(), 1u);
  EXPECT_EQ(forward.Finish()[0].message, "");
  EXPECT_EQ(forward.Finish()[0].count, 40);
  EXPECT_EQ(forward.Finish()[0].first_body, "odd x");
  EXPECT_EQ(backward.Finish()[0].first_body, "odd x");
}

}  // namespace
}  // namespace barrage
