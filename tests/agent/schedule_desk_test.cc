#include "agent/schedule_desk.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::ElementsAre;

// Writes down what the desk gives: "0: 4 6", "1: last", "not sent 7".
class ScheduleDeskTest : public testing::Test {
 protected:
  static wire::PayloadPiece PieceOf(uint64_t id, const std::string& prompt, int64_t last_use) {
    wire::Payload payload;
    payload.set_id(id);
    payload.set_prompt(prompt);
    payload.set_last_use_index(last_use);
    wire::PayloadPiece piece;
    piece.set_payload_id(id);
    piece.set_data(payload.SerializeAsString());
    piece.set_last(true);
    return piece;
  }
  static wire::ScheduleSlice SliceOf(uint32_t phase, const std::vector<int64_t>& indices, bool last) {
    wire::ScheduleSlice slice;
    slice.set_phase(phase);
    slice.set_last(last);
    for (const int64_t index : indices) {
      slice.add_requests()->set_index(index);
      slice.mutable_requests(slice.requests_size() - 1)->set_payload_id(1);
    }
    return slice;
  }

  ScheduleDesk desk_{[this](uint32_t loop, const std::vector<Assigned>& requests, bool last) {
                       std::string line = absl::StrCat(loop, ":");
                       for (const Assigned& assigned : requests) {
                         EXPECT_EQ(assigned.payload->prompt(), "p");
                         absl::StrAppend(&line, " ", assigned.request.index());
                       }
                       lines_.push_back(line + (last ? " last" : ""));
                     },
                     [this](RequestRecord&& record) {
                       EXPECT_EQ(record.outcome, Outcome::kNotSent);
                       lines_.push_back(absl::StrCat("not sent ", record.index,
                                                     record.error ? absl::StrCat(": ", *record.error) : ""));
                     }};
  std::vector<std::string> lines_;
};

TEST_F(ScheduleDeskTest, HoldsSlicesUntilTheirPhaseBegins) {
  desk_.OnPayload(PieceOf(1, "p", 100));
  desk_.OnSlice(SliceOf(1, {0, 1, 2}, false));
  desk_.OnSlice(SliceOf(2, {10}, true));
  EXPECT_THAT(lines_, ElementsAre());
  desk_.BeginPhase(1, 2, 0);
  desk_.OnSlice(SliceOf(1, {3}, true));
  EXPECT_THAT(lines_, ElementsAre("0: 0 2", "1: 1", "0: last", "1: 3 last"));
  lines_.clear();
  desk_.EndPhase();
  desk_.BeginPhase(2, 2, 0);
  EXPECT_THAT(lines_, ElementsAre("0: 10 last", "1: last"));
  EXPECT_EQ(desk_.slices_received(), 3u);
}

TEST_F(ScheduleDeskTest, GivesBackWhatComesAfterItsPhaseOrAfterTheEnd) {
  desk_.BeginPhase(1, 1, 0);
  desk_.EndPhase();
  desk_.OnSlice(SliceOf(1, {5}, true));
  desk_.OnSlice(SliceOf(2, {6, 7}, true));
  EXPECT_THAT(lines_, ElementsAre("not sent 5"));
  desk_.Close();
  desk_.OnSlice(SliceOf(2, {8}, true));
  EXPECT_THAT(lines_, ElementsAre("not sent 5", "not sent 6", "not sent 7", "not sent 8"));
}

TEST_F(ScheduleDeskTest, ForgetsAPayloadWithItsLastUse) {
  desk_.OnPayload(PieceOf(1, "p", 1));
  desk_.BeginPhase(1, 1, 0);
  desk_.OnSlice(SliceOf(1, {0, 1, 2}, true));
  EXPECT_THAT(lines_, ElementsAre("not sent 2: request 2 refers to payload 1, which is not here", "0: 0 1 last"));
}

TEST_F(ScheduleDeskTest, PutsAPayloadTogetherFromPieces) {
  const wire::PayloadPiece whole = PieceOf(1, "p", 9);
  wire::PayloadPiece first = whole, second = whole;
  first.set_data(whole.data().substr(0, 3));
  first.set_last(false);
  second.set_data(whole.data().substr(3));
  desk_.OnPayload(first);
  desk_.OnDetached();  // the stream broke: it comes again as a whole
  desk_.OnPayload(first);
  desk_.OnPayload(second);
  desk_.BeginPhase(1, 1, 0);
  desk_.OnSlice(SliceOf(1, {0}, false));
  EXPECT_THAT(lines_, ElementsAre("0: 0"));
}

TEST_F(ScheduleDeskTest, KeepsEveryFieldOfARequestThatIsNotSent) {
  std::vector<RequestRecord> records;
  ScheduleDesk desk([](uint32_t, const std::vector<Assigned>&, bool) {},
                    [&records](RequestRecord&& record) { records.push_back(std::move(record)); });
  wire::ScheduleSlice slice = SliceOf(1, {-3}, true);
  wire::ScheduledRequest& request = *slice.mutable_requests(0);
  request.set_session(4);
  request.set_turn(2);
  request.set_url_index(1);
  request.set_model_index(2);
  request.set_max_output_tokens(64);
  request.set_cancel_after_ns(5);
  desk.OnSlice(slice);
  desk.Close();
  ASSERT_EQ(records.size(), 1u);
  RequestRecord expected;
  expected.index = -3;
  expected.payload_id = 1;
  expected.session = 4;
  expected.turn = 2;
  expected.url_index = 1;
  expected.model_index = 2;
  expected.asked_output_tokens = 64;
  expected.cancel_after_ns = 5;
  EXPECT_EQ(records[0], expected);
}

}  // namespace
}  // namespace barrage
