#include "common/record/event_trace.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "common/base/rng.h"
#include "common/base/varint.h"
#include "gtest/gtest.h"
#include "tests/common/record/random_record.h"

namespace barrage {
namespace {

std::string Varints(std::initializer_list<uint64_t> values) {
  std::string bytes;
  for (const uint64_t value : values) AppendVarint(bytes, value);
  return bytes;
}

TEST(EventTrace, ASteadyStreamTakesOneByteAnEvent) {
  EventTrace trace(1'000'000);
  for (int64_t i = 0; i < 1000; ++i) {
    trace.Append({.at_ns = 1'000'000 + i * 20'000'000, .kind = EventKind::kContent, .kernel_stamped = true});
  }
  const EventTrace::Encoded encoded = trace.Encode();
  // The second event brings the gap (3 bytes); after it each is where it was expected.
  EXPECT_EQ(encoded.times.size(), 1 + 3 + 998u);
  EXPECT_EQ(encoded.runs.size(), 3u);  // one run: its length takes two bytes
  EXPECT_EQ(encoded.lateness, "");
  EXPECT_EQ(trace.last_at_ns(), 1'000'000 + 999 * int64_t{20'000'000});
}

TEST(EventTrace, IsCodedAsItsHeaderSays) {
  EventTrace trace(5'000'000);
  const auto add = [&](int64_t at_us, int64_t late_us, bool coalesced = false) {
    trace.Append({.at_ns = at_us * 1000,
                  .kernel_stamped = true,
                  .coalesced = coalesced,
                  .tokens = std::nullopt,
                  .lateness_ns = late_us * 1000});
  };
  add(6000, 3);     // 1000 after the base: zigzag 2000
  add(6100, 7);     // 100 after it, and nothing was expected; then g = 100
  add(6305, 1000);  // three of one stamp: 300 expected after 6100, 95 early: zigzag(−95) = 189; g = 100 − 24 = 76
  add(6305, 1010);  // (−95 / 4 downwards is −24)
  add(6305, 20);
  add(6400, 40, true);  // alone, and a bound: 76 expected, 19 late
  const EventTrace::Encoded encoded = trace.Encode();
  EXPECT_EQ(encoded.times, Varints({2001, 201, 0, 1, 190, 39}));
  constexpr uint64_t kClean = 1 | 1 << 4 | 1 << 5;
  EXPECT_EQ(encoded.runs, Varints({5, kClean, 1, kClean | 1 << 6}));
  // 1010 µs takes ten bits, so buckets of 2^6 µs: number (6 << 3) + (1010 >> 6) = 63, up to 1023. 40: (2 << 3) + 10.
  EXPECT_EQ(encoded.lateness, Varints({63, 26}));
  const std::vector<StreamEvent> events = trace.Events();
  ASSERT_EQ(events.size(), 6u);
  EXPECT_FALSE(events[1].coalesced);
  EXPECT_EQ(events[1].lateness_ns, std::nullopt);
  for (int i : {2, 3, 4}) EXPECT_TRUE(events[i].coalesced && events[i].lateness_ns == 1'023'000) << i;
  EXPECT_TRUE(events[5].coalesced);
  EXPECT_EQ(events[5].lateness_ns, 43'000);
}

TEST(EventTrace, LatenessIsKeptToAnEighthAndNeverMadeSmaller) {
  EXPECT_EQ(EventTrace::KeptLatenessNs(-1), 0);
  EXPECT_EQ(EventTrace::KeptLatenessNs(15'999), 15'000);  // exact to 15 µs
  for (int64_t us = 1; us < (int64_t{1} << 52); us += 1 + us / 7) {
    const int64_t kept = EventTrace::KeptLatenessNs(us * 1000);
    EXPECT_GE(kept, us * 1000);
    EXPECT_LE(kept / 1000 - us, us / 8);
    EXPECT_EQ(EventTrace::KeptLatenessNs(kept), kept);
  }
  EXPECT_GT(EventTrace::KeptLatenessNs(std::numeric_limits<int64_t>::max()), int64_t{1} << 62);
}

// What a trace gives back for these events: one lateness a stamp, and what shares a stamp is coalesced.
std::vector<StreamEvent> AsKept(std::vector<StreamEvent> events) {
  for (size_t from = 0, to = 0; from < events.size(); from = to) {
    int64_t late_ns = 0;
    for (to = from; to < events.size() && events[to].at_ns == events[from].at_ns; ++to) {
      late_ns = std::max(late_ns, events[to].lateness_ns.value_or(0));
    }
    for (size_t i = from; i < to; ++i) {
      events[i].coalesced = events[i].coalesced || to - from > 1;
      events[i].lateness_ns.reset();
      if (!events[i].kernel_stamped || events[i].coalesced) {
        events[i].lateness_ns = EventTrace::KeptLatenessNs(late_ns);
      }
    }
  }
  return events;
}

// A trace and the plain list it must equal, after the same random events.
void ExpectTraceIsTheList(uint64_t seed) {
  Rng rng(seed, "event trace");
  const int64_t base_ns = static_cast<int64_t>(rng.Below(1'000'000'000));
  EventTrace trace(base_ns);
  std::vector<StreamEvent> list;
  for (uint64_t steps = rng.Below(80); steps > 0; --steps) {
    list.push_back(RandomEvent(list.empty() ? base_ns : list.back().at_ns, rng));
    trace.Append(list.back());
    if (rng.Below(40) == 0) {
      EXPECT_EQ(trace.Events(), AsKept(list)) << "seed " << seed;
    }
  }
  EXPECT_EQ(trace.size(), list.size());
  EXPECT_EQ(trace.empty(), list.empty());
  EXPECT_EQ(trace.Events(), AsKept(list)) << "seed " << seed;
  const auto again = EventTrace::FromEncoded(trace.Encode(), base_ns);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->Events(), trace.Events()) << "seed " << seed;
  EXPECT_EQ(*again, trace);
  EXPECT_EQ(again->size(), list.size());
  EXPECT_EQ(again->last_at_ns(), trace.last_at_ns());
}

TEST(EventTrace, GivesBackWhatWentIn) {
  for (uint64_t seed = 0; seed < 2000; ++seed) ExpectTraceIsTheList(seed);
}

TEST(EventTrace, TimesMayLieBeforeTheBaseAndGoBack) {
  EventTrace trace(5'000'000);
  for (const int64_t at_ns : {4'000'000, 6'000'000, 5'999'000, 5'999'000}) {
    trace.Append({.at_ns = at_ns, .kernel_stamped = true});
  }
  EXPECT_EQ(trace.Events()[0].at_ns, 4'000'000);
  EXPECT_EQ(trace.Events()[2].at_ns, 5'999'000);
}

std::string FaultOf(EventTrace::Encoded encoded) {
  return std::string(EventTrace::FromEncoded(std::move(encoded), 0).status().message());
}

TEST(EventTrace, NamesWhatIsMalformed) {
  constexpr uint64_t kKernelContent = 1 | 1 << 5;
  EXPECT_EQ(FaultOf({"", "", ""}), "");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1}), ""}), "event runs end early");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1, kKernelContent | 1 << 7}), ""}), "event runs end early");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1, 10 | 1 << 5}), ""}), "unknown event kind 10");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({2, kKernelContent}), ""}), "more events than event times");
  EXPECT_EQ(FaultOf({"", Varints({1, kKernelContent}), ""}), "more events than event times");
  EXPECT_EQ(FaultOf({std::string("\x80"), Varints({1, kKernelContent}), ""}), "event times end early");
  EXPECT_EQ(FaultOf({Varints({0, 1}), Varints({3, kKernelContent}), Varints({1})}), "event times end early");
  EXPECT_EQ(FaultOf({Varints({0, 1, 0}), Varints({3, kKernelContent}), Varints({1})}),
            "a group of events has two sizes");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1, 1}), ""}), "event lateness ends early");
  EXPECT_EQ(FaultOf({Varints({0, 1, 1}), Varints({3, kKernelContent}), ""}), "event lateness ends early");
  EXPECT_EQ(FaultOf({Varints({1, 1}), Varints({1, kKernelContent}), ""}), "more event times than events");
  EXPECT_EQ(FaultOf({Varints({0, 1, 1}), Varints({2, kKernelContent}), Varints({1})}), "more event times than events");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1, kKernelContent}), Varints({1})}), "more event lateness than events");
  EXPECT_EQ(FaultOf({Varints({~uint64_t{0} - 1}), Varints({1, kKernelContent}), ""}), "an event time is out of range");
}

TEST(EventTrace, AFewBytesClaimNoMoreThanAnAnswerMayHave) {
  const uint64_t most = EventTrace::kMostEvents;
  EXPECT_EQ(FaultOf({Varints({0, most - 2, 1}), Varints({most, 1}), Varints({1})}), "");
  EXPECT_EQ(FaultOf({Varints({0, most - 1, 1}), Varints({most + 1, 1}), Varints({1})}), "over 4194304 events");
  EXPECT_EQ(FaultOf({Varints({0, ~uint64_t{0}, 1}), Varints({~uint64_t{0}, 1}), Varints({1})}), "over 4194304 events");
}

TEST(EventTrace, HostileBytesNeverDoHarm) {
  Rng rng(1, "hostile");
  for (int trial = 0; trial < 20000; ++trial) {
    EventTrace::Encoded encoded;
    for (std::string* part : {&encoded.times, &encoded.runs, &encoded.lateness}) {
      for (uint64_t n = rng.Below(12); n > 0; --n) part->push_back(static_cast<char>(rng.Next()));
    }
    const auto trace = EventTrace::FromEncoded(encoded, static_cast<int64_t>(rng.Next() >> 2));
    if (!trace.ok()) continue;
    EXPECT_EQ(trace->Events().size(), trace->size());
  }
}

}  // namespace
}  // namespace barrage
