#include "coordinator/metrics/stamp_stats.h"

#include <gtest/gtest.h>

#include <vector>

namespace barrage {
namespace {

StreamEvent Event(int64_t at_us, bool kernel, bool coalesced, std::optional<int64_t> lateness_ns = std::nullopt,
                  EventKind kind = EventKind::kContent) {
  StreamEvent event;
  event.at_ns = at_us * 1000;
  event.kind = kind;
  event.kernel_stamped = kernel;
  event.coalesced = coalesced;
  event.lateness_ns = lateness_ns;
  return event;
}

TEST(StampStatsTest, ErrorIsTwentyMicrosecondsOrTheLateness) {
  EXPECT_EQ(StampErrorNs(Event(0, true, false)), 20'000);
  EXPECT_EQ(StampErrorNs(Event(0, true, true, 300'000)), 300'000);
  EXPECT_EQ(StampErrorNs(Event(0, false, false, 50'000)), 50'000);
}

TEST(StampStatsTest, CountsContentEvents) {
  StampStats stats;
  stats.Add({Event(0, true, true, 1000, EventKind::kRole), Event(100, true, false), Event(900, false, false, 5'000'000),
             Event(950, true, false, std::nullopt, EventKind::kDone)});
  EXPECT_EQ(stats.kernel(), 1);
  EXPECT_EQ(stats.user(), 1);
  EXPECT_EQ(stats.content_events(), 2);
  EXPECT_EQ(stats.coalesced(), 0);
  EXPECT_EQ(stats.error().max, 5'000'000);
}

TEST(StampStatsTest, ErrorPercentilesAreInWholeMicroseconds) {
  StampStats stats;
  std::vector<StreamEvent> events(100, Event(0, true, false));
  events.back() = Event(0, false, false, 700'000);
  stats.Add(events);
  EXPECT_EQ(stats.error().p50, 20'000);
  // p99 of 100: h = 98.01, 20 + 0.01·680 = 26.8 µs.
  EXPECT_EQ(stats.error().p99, 26'800);
  EXPECT_EQ(stats.error().max, 700'000);
  EXPECT_EQ(StampStats().error().max, 0);
}

TEST(StampStatsTest, FirstTokensApart) {
  StampStats stats, other;
  stats.Add(
      {Event(0, true, true, 900'000, EventKind::kRole), Event(10, false, false, 300'000), Event(20, true, false)});
  other.Add({Event(0, true, false), Event(900, false, false, 5'000'000)});
  stats.Merge(other);
  EXPECT_EQ(stats.first_error().max, 300'000);
  EXPECT_EQ(stats.first_error().p50, 160'000);  // of 20 and 300 µs
  EXPECT_EQ(stats.error().max, 5'000'000);
}

TEST(StampStatsTest, OnlyContentBesideContentHidesAGap) {
  StampStats role;  // a role and the first token in one read, the last token and [DONE] in another
  role.Add({Event(0, true, true, 0, EventKind::kRole), Event(0, true, true, 0), Event(5000, true, true, 0),
            Event(5000, true, true, 0, EventKind::kDone)});
  EXPECT_EQ(role.coalesced(), 2);
  EXPECT_EQ(role.coalesced_with_content(), 0);
  StampStats three;  // three tokens in one read, then one alone
  three.Add({Event(0, true, true, 0), Event(0, true, true, 0), Event(0, true, true, 0), Event(9000, true, false)});
  EXPECT_EQ(three.coalesced_with_content(), 3);
}

TEST(StampStatsTest, MergeIsTheSameAsAddingAll) {
  StampStats a, b, all;
  a.Add({Event(0, true, false)});
  b.Add({Event(0, false, false, 900'000), Event(10, false, true, 400'000), Event(10, true, true, 0)});
  all.Add({Event(0, true, false)});
  all.Add({Event(0, false, false, 900'000), Event(10, false, true, 400'000), Event(10, true, true, 0)});
  a.Merge(b);
  EXPECT_EQ(a.kernel(), all.kernel());
  EXPECT_EQ(a.user(), all.user());
  EXPECT_EQ(a.coalesced_with_content(), all.coalesced_with_content());
  EXPECT_EQ(a.error().p99, all.error().p99);
  EXPECT_EQ(a.error().max, all.error().max);
}

}  // namespace
}  // namespace barrage
