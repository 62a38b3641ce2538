#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/load/closed_loop_pacer.h"
#include "agent/load/open_loop_pacer.h"
#include "agent/load/single_slot_pacer.h"
#include "agent/load/url_loads.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int64_t kT0 = 1'000'000'000;
constexpr int64_t kMs = 1'000'000;

std::vector<Waiting> WithOffsets(const std::vector<int64_t>& offsets) {
  std::vector<Waiting> requests;
  for (const int64_t offset : offsets) {
    Waiting waiting{.request = {}, .body = std::make_shared<const std::string>("{}"), .granted_ns = 0};
    waiting.request.set_index(static_cast<int64_t>(requests.size()));
    waiting.request.set_offset_ns(offset);
    waiting.request.set_slot_pool(static_cast<uint32_t>(requests.size()) + 2);
    requests.push_back(std::move(waiting));
  }
  return requests;
}

std::vector<Waiting> WithoutOffsets(size_t count) {
  std::vector<Waiting> requests = WithOffsets(std::vector<int64_t>(count));
  for (Waiting& waiting : requests) waiting.request.clear_offset_ns();
  return requests;
}

// For one slot, each at least `spacing_ns` after the one before.
std::vector<Waiting> ForOneSlot(const std::vector<int64_t>& offsets, int64_t spacing_ns) {
  std::vector<Waiting> requests = WithOffsets(offsets);
  for (Waiting& waiting : requests) {
    waiting.request.set_slot_pool(2);
    waiting.request.set_spacing_ns(spacing_ns);
  }
  return requests;
}

// What holds for every pacer.
template <typename T>
class AnyPacerTest : public ::testing::Test {};

struct MakeOpen {
  static std::unique_ptr<Pacer> Make() { return std::make_unique<OpenLoopPacer>(kT0); }
};
struct MakeClosed {
  static std::unique_ptr<Pacer> Make() { return std::make_unique<ClosedLoopPacer>(kT0, 8); }
};
struct MakeSingle {
  static std::unique_ptr<Pacer> Make() { return std::make_unique<SingleSlotPacer>(kT0); }
};
using Pacers = ::testing::Types<MakeOpen, MakeClosed, MakeSingle>;
TYPED_TEST_SUITE(AnyPacerTest, Pacers);

TYPED_TEST(AnyPacerTest, EmptyIsNeverDue) {
  const std::unique_ptr<Pacer> pacer = TypeParam::Make();
  EXPECT_EQ(pacer->NextDueNs(), Pacer::kNever);
  EXPECT_FALSE(pacer->TakeDue(kT0 + 1).has_value());
}

TYPED_TEST(AnyPacerTest, NothingIsDueBeforeItsTime) {
  const std::unique_ptr<Pacer> pacer = TypeParam::Make();
  pacer->Add(WithOffsets({0, 5}));
  EXPECT_EQ(pacer->NextDueNs(), kT0);
  EXPECT_FALSE(pacer->TakeDue(kT0 - 1).has_value());
  EXPECT_EQ(pacer->TakeDue(kT0)->waiting.request.index(), 0);
  EXPECT_EQ(pacer->NextDueNs(), kT0 + 5);
  EXPECT_FALSE(pacer->TakeDue(kT0 + 4).has_value());
  EXPECT_EQ(pacer->TakeDue(kT0 + 5)->waiting.request.index(), 1);
}

TYPED_TEST(AnyPacerTest, KeepsTheOrderAndForgetsNothing) {
  const std::unique_ptr<Pacer> pacer = TypeParam::Make();
  pacer->Add(WithOffsets({0, 1, 2, 3}));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(pacer->TakeDue(kT0 + 10)->waiting.request.index(), i);
  EXPECT_EQ(pacer->waiting(), 2u);
  const auto rest = pacer->TakeWaiting();
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].request.index(), 2);
  EXPECT_EQ(pacer->waiting(), 0u);
}

TEST(OpenLoopPacerTest, OverdueRequestsKeepTheirIntendedTimes) {
  OpenLoopPacer pacer(kT0);
  pacer.Add(WithOffsets({0, 1 * kMs, 2 * kMs}));
  for (int64_t i = 0; i < 3; ++i) {
    const std::optional<Due> due = pacer.TakeDue(kT0 + 100 * kMs);
    ASSERT_TRUE(due.has_value());
    EXPECT_EQ(due->intended_ns, kT0 + i * kMs);
    EXPECT_EQ(due->blocked_ns, std::nullopt);
  }
}

TEST(ClosedLoopPacerTest, ASlotHoldsOneRequest) {
  ClosedLoopPacer pacer(kT0, 2);
  pacer.Add(WithoutOffsets(3));
  const Due first = *pacer.TakeDue(kT0), second = *pacer.TakeDue(kT0);
  EXPECT_NE(first.slot, second.slot);
  EXPECT_EQ(first.intended_ns, std::nullopt);
  EXPECT_EQ(pacer.idle_slots(kT0), 0u);
  EXPECT_EQ(pacer.NextDueNs(), Pacer::kNever);
  EXPECT_FALSE(pacer.TakeDue(kT0 + kMs).has_value());
  pacer.OnFinished(second.slot, false, kT0 + 2 * kMs);
  EXPECT_EQ(pacer.idle_slots(kT0 + 2 * kMs), 1u);
  EXPECT_EQ(pacer.TakeDue(kT0 + 2 * kMs)->slot, second.slot);
}

TEST(ClosedLoopPacerTest, ARefusedSlotRestsTenMsDoublingToASecond) {
  ClosedLoopPacer pacer(kT0, 1);
  int64_t now_ns = kT0;
  for (const int64_t rest_ms : {10, 20, 40, 80, 160, 320, 640, 1000, 1000}) {
    pacer.Add(WithOffsets({0}));
    const std::optional<Due> due = pacer.TakeDue(now_ns);
    ASSERT_TRUE(due.has_value());
    pacer.Add(WithOffsets({0}));
    pacer.OnFinished(due->slot, true, now_ns);
    EXPECT_EQ(pacer.NextDueNs(), now_ns + rest_ms * kMs);
    EXPECT_FALSE(pacer.TakeDue(now_ns + rest_ms * kMs - 1).has_value());
    pacer.TakeWaiting();
    now_ns += rest_ms * kMs;
  }
  // An answer ends the doubling.
  pacer.Add(WithOffsets({0, 0}));
  pacer.OnFinished(pacer.TakeDue(now_ns)->slot, false, now_ns);
  pacer.OnFinished(pacer.TakeDue(now_ns)->slot, true, now_ns);
  pacer.Add(WithOffsets({0}));
  EXPECT_EQ(pacer.NextDueNs(), now_ns + 10 * kMs);
}

TEST(ClosedLoopPacerTest, UnderACapArrivalsKeepTheirTimesAndSayWhatBlockedThem) {
  ClosedLoopPacer pacer(kT0, 1);
  pacer.Add(WithOffsets({0, 2 * kMs, 50 * kMs}));
  const Due first = *pacer.TakeDue(kT0);
  EXPECT_EQ(first.intended_ns, kT0);
  EXPECT_EQ(first.blocked_ns, 0);
  pacer.OnFinished(first.slot, false, kT0 + 10 * kMs);
  // Taken a millisecond after the slot was free: that one is schedule lag.
  const Due second = *pacer.TakeDue(kT0 + 11 * kMs);
  EXPECT_EQ(second.intended_ns, kT0 + 2 * kMs);
  EXPECT_EQ(second.blocked_ns, 8 * kMs);
  pacer.OnFinished(second.slot, false, kT0 + 20 * kMs);
  EXPECT_EQ(pacer.TakeDue(kT0 + 60 * kMs)->blocked_ns, 0);
}

TEST(ClosedLoopPacerTest, SlotsOpenOneAfterAnother) {
  ClosedLoopPacer pacer(kT0, 3, {0, 10 * kMs, 20 * kMs});
  pacer.Add(WithoutOffsets(4));
  EXPECT_EQ(pacer.idle_slots(kT0), 1u);
  EXPECT_EQ(pacer.TakeDue(kT0)->slot, 0u);
  EXPECT_EQ(pacer.NextDueNs(), kT0 + 10 * kMs);
  EXPECT_FALSE(pacer.TakeDue(kT0 + 10 * kMs - 1).has_value());
  EXPECT_EQ(pacer.idle_slots(kT0 + 10 * kMs - 1), 0u);
  EXPECT_EQ(pacer.idle_slots(kT0 + 10 * kMs), 1u);
  EXPECT_EQ(pacer.TakeDue(kT0 + 10 * kMs)->slot, 1u);
  // A slot that comes free meanwhile is taken first.
  pacer.OnFinished(0, false, kT0 + 15 * kMs);
  EXPECT_EQ(pacer.TakeDue(kT0 + 15 * kMs)->slot, 0u);
  EXPECT_EQ(pacer.NextDueNs(), kT0 + 20 * kMs);
  EXPECT_EQ(pacer.TakeDue(kT0 + 25 * kMs)->slot, 2u);
}

TEST(ClosedLoopPacerTest, SlotsCanBeAdded) {
  ClosedLoopPacer pacer(kT0, 1);
  pacer.Add(WithOffsets({0, 0, 0}));
  EXPECT_EQ(pacer.TakeDue(kT0)->slot, 0u);
  EXPECT_EQ(pacer.NextDueNs(), Pacer::kNever);
  pacer.AddSlots(1, kT0 + 5 * kMs);
  const Due second = *pacer.TakeDue(kT0 + 6 * kMs);
  EXPECT_EQ(second.slot, 1u);
  EXPECT_EQ(second.blocked_ns, 5 * kMs);
  EXPECT_EQ(pacer.idle_slots(kT0 + 6 * kMs), 0u);
  pacer.OnFinished(1, true, kT0 + 6 * kMs);
  EXPECT_EQ(pacer.NextDueNs(), kT0 + 16 * kMs);
}

TEST(ClosedLoopPacerTest, WaitingForASlotToOpenIsBlockedToo) {
  ClosedLoopPacer pacer(kT0, 1, {10 * kMs});
  pacer.Add(WithOffsets({4 * kMs}));
  EXPECT_EQ(pacer.NextDueNs(), kT0 + 10 * kMs);
  EXPECT_EQ(pacer.TakeDue(kT0 + 10 * kMs)->blocked_ns, 6 * kMs);
}

TEST(SingleSlotPacerTest, SlotsDoNotWaitForEachOther) {
  SingleSlotPacer pacer(kT0);
  pacer.Add(ForOneSlot({0, 10 * kMs}, 10 * kMs));
  std::vector<Waiting> other = ForOneSlot({5 * kMs}, 10 * kMs);
  other[0].request.set_slot_pool(9);
  pacer.Add(std::move(other));
  const Due first = *pacer.TakeDue(kT0);
  const Due second = *pacer.TakeDue(kT0 + 5 * kMs);
  EXPECT_NE(first.slot, second.slot);
  EXPECT_EQ(pacer.waiting(), 1u);
  // The third is the first slot's, which is busy.
  EXPECT_EQ(pacer.NextDueNs(), Pacer::kNever);
  EXPECT_FALSE(pacer.TakeDue(kT0 + 30 * kMs).has_value());
  pacer.OnFinished(first.slot, false, kT0 + 30 * kMs);
  EXPECT_EQ(pacer.TakeDue(kT0 + 30 * kMs)->slot, first.slot);
}

TEST(SingleSlotPacerTest, WhoWasKeptWaitingDoesNotHurryToCatchUp) {
  SingleSlotPacer pacer(kT0);
  pacer.Add(ForOneSlot({0, 10 * kMs, 20 * kMs, 30 * kMs}, 10 * kMs));
  pacer.OnFinished(pacer.TakeDue(kT0)->slot, false, kT0 + 3 * kMs);
  // In time: at its offset.
  EXPECT_EQ(pacer.NextDueNs(), kT0 + 10 * kMs);
  const Due second = *pacer.TakeDue(kT0 + 10 * kMs);
  EXPECT_EQ(second.blocked_ns, 0);
  // The answer takes 14 ms: the next goes at once, and the one after it 10 ms later, not at its offset.
  pacer.OnFinished(second.slot, false, kT0 + 24 * kMs);
  const Due third = *pacer.TakeDue(kT0 + 25 * kMs);
  EXPECT_EQ(third.intended_ns, kT0 + 20 * kMs);
  EXPECT_EQ(third.blocked_ns, 4 * kMs);
  pacer.OnFinished(third.slot, false, kT0 + 26 * kMs);
  EXPECT_EQ(pacer.NextDueNs(), kT0 + 34 * kMs);
  const Due fourth = *pacer.TakeDue(kT0 + 34 * kMs);
  EXPECT_EQ(fourth.intended_ns, kT0 + 30 * kMs);
  EXPECT_EQ(fourth.blocked_ns, 4 * kMs);
}

TEST(SingleSlotPacerTest, ARefusedSlotRests) {
  SingleSlotPacer pacer(kT0);
  pacer.Add(ForOneSlot({0, 1 * kMs}, 1 * kMs));
  pacer.OnFinished(pacer.TakeDue(kT0)->slot, true, kT0 + 2 * kMs);
  EXPECT_EQ(pacer.NextDueNs(), kT0 + 12 * kMs);
}

TEST(UrlLoadsTest, ChoosesTheLeastAndTakesTurnsAmongEquals) {
  UrlLoads loads(3);
  for (const uint32_t url : {0u, 1u, 2u, 0u}) {
    EXPECT_EQ(loads.ChooseLeast(), url);
    loads.Sent(url);
  }
  // 2, 1, 1 in flight.
  loads.Ended(2);
  EXPECT_EQ(loads.ChooseLeast(), 2u);
  loads.Sent(2);
  EXPECT_EQ(loads.ChooseLeast(), 1u);
}

}  // namespace
}  // namespace barrage
