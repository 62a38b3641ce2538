#include "coordinator/selftest/journal_truth.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/fakes/record_builder.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Arrival at 10 ms; a head at 11 ms, tokens at 60, 70 and 80 ms, [DONE] at 80.1 ms; all after t0.
constexpr char kLine[] =
    "{\"request_id\": \"run-0\", \"arrival_ns\": 1010000000, \"kinds\": \"htttd\", "
    "\"before_ns\": [1011000000, 1060000000, 1070000000, 1080000000, 1080100000]}\n";

// Dispatched at 9.9 ms; events at 60.002, 70.003 and 80.001 ms.
RecordBuilder Seen() { return RecordBuilder(0).Dispatched(9.9).Content({60.002, 70.003, 80.001}); }

TEST(JournalTruthTest, SetsEachDurationAgainstWhatWasSent) {
  const auto errors = CompareWithJournal({Seen().Build()}, "run", kLine);
  ASSERT_TRUE(errors.ok());
  EXPECT_EQ(errors->compared, 1u);
  EXPECT_EQ(errors->mismatched, 0u);
  EXPECT_THAT(errors->ttft, ElementsAre(102'000));               // (60.002 - 9.9) - (60 - 10) ms
  EXPECT_THAT(errors->stamp, ElementsAre(2'000, 3'000, 1'000));  // 60.002 - 60 ms, …
  EXPECT_THAT(errors->gap, ElementsAre(1'000, -2'000));          // 10.001 - 10, 9.998 - 10 ms
  EXPECT_TRUE(errors->gap_coalesced.empty());
}

TEST(JournalTruthTest, KeepsCoalescedGapsApart) {
  RecordBuilder record = RecordBuilder(0).Dispatched(9.9).Content({60.0});
  for (const double at_ms : {80.0, 80.0}) {
    StreamEvent event;
    event.at_ns = kTestT0Ns + static_cast<int64_t>(at_ms * kNsPerMs);
    event.kind = EventKind::kContent;
    event.kernel_stamped = event.coalesced = true;
    record.Event(event);
  }
  const auto errors = CompareWithJournal({record.Build()}, "run", kLine);
  ASSERT_TRUE(errors.ok());
  EXPECT_TRUE(errors->gap.empty());
  EXPECT_THAT(errors->gap_coalesced, ElementsAre(10'000'000, -10'000'000));  // 20 - 10, 0 - 10 ms
}

TEST(JournalTruthTest, CountsRequestsWithOtherEvents) {
  const auto errors = CompareWithJournal({RecordBuilder(0).Dispatched(9.9).Content({60}).Build()}, "run", kLine);
  ASSERT_TRUE(errors.ok());
  EXPECT_EQ(errors->compared, 0u);
  EXPECT_EQ(errors->mismatched, 1u);
}

TEST(JournalTruthTest, LeavesOutOtherRunsAndFailures) {
  EXPECT_EQ(CompareWithJournal({Seen().Build()}, "other", kLine)->compared, 0u);
  EXPECT_EQ(CompareWithJournal({Seen().With(Outcome::kTruncated).Build()}, "run", kLine)->compared, 0u);
}

TEST(JournalTruthTest, NamesALineThatIsNone) {
  const auto errors = CompareWithJournal({}, "run", "{\"status\": \"ok\"}\n");
  EXPECT_EQ(errors.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(errors.status().message()), HasSubstr("not a journal line: {\"status\""));
}

}  // namespace
}  // namespace barrage
