#include "common/record/event_trace.h"

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

TEST(EventTrace, ASteadyStreamTakesOneByteAnEvent) {
  EventTrace trace(1'000'000);
  for (int64_t i = 0; i < 1000; ++i) {
    trace.Append({.at_ns = 1'000'000 + i * 20'000'000, .kind = EventKind::kContent, .kernel_stamped = true});
  }
  const EventTrace::Encoded encoded = trace.Encode();
  // The second event brings the gap (3 bytes); after it each gap differs from the last by 0.
  EXPECT_EQ(encoded.times.size(), 1 + 3 + 998u);
  EXPECT_EQ(encoded.runs.size(), 3u);  // one run: its length takes two bytes
  EXPECT_EQ(encoded.lateness, "");
  EXPECT_EQ(trace.last_at_ns(), 1'000'000 + 999 * int64_t{20'000'000});
}

// A trace and the plain list it must equal, through the same random steps.
void ExpectTraceIsTheList(uint64_t seed) {
  Rng rng(seed, "event trace");
  const int64_t base_ns = static_cast<int64_t>(rng.Below(1'000'000'000));
  EventTrace trace(base_ns);
  std::vector<StreamEvent> list;
  for (uint64_t steps = rng.Below(80); steps > 0; --steps) {
    if (!list.empty() && rng.Below(4) == 0) {
      const int64_t lateness_ns = static_cast<int64_t>(rng.Below(1000)) * 1000;
      trace.MarkLastCoalesced(lateness_ns);
      // Marking twice changes nothing; a lateness once known stays.
      if (!list.back().lateness_ns) list.back().lateness_ns = lateness_ns;
      list.back().coalesced = true;
    } else {
      list.push_back(RandomEvent(list.empty() ? base_ns : list.back().at_ns, rng));
      trace.Append(list.back());
    }
  }
  EXPECT_EQ(trace.size(), list.size());
  EXPECT_EQ(trace.empty(), list.empty());
  EXPECT_EQ(trace.Events(), list) << "seed " << seed;
  const auto again = EventTrace::FromEncoded(trace.Encode(), base_ns);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->Events(), list) << "seed " << seed;
  EXPECT_EQ(*again, trace);
  EXPECT_EQ(again->size(), list.size());
}

TEST(EventTrace, GivesBackWhatWentInAlsoWhenMarkedLater) {
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

std::string Varints(std::initializer_list<uint64_t> values) {
  std::string bytes;
  for (const uint64_t value : values) AppendVarint(bytes, value);
  return bytes;
}

TEST(EventTrace, NamesWhatIsMalformed) {
  constexpr uint64_t kKernelContent = 1 | 1 << 5;
  EXPECT_EQ(FaultOf({"", "", ""}), "");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1}), ""}), "event runs end early");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1, kKernelContent | 1 << 7}), ""}), "event runs end early");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1, 10 | 1 << 5}), ""}), "unknown event kind 10");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({2, kKernelContent}), ""}), "more events than event times");
  EXPECT_EQ(FaultOf({std::string("\x80"), Varints({1, kKernelContent}), ""}), "event times end early");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1, 1}), ""}), "event lateness ends early");
  EXPECT_EQ(FaultOf({Varints({1, 1}), Varints({1, kKernelContent}), ""}), "more event times than events");
  EXPECT_EQ(FaultOf({Varints({1}), Varints({1, kKernelContent}), Varints({1})}), "more event times than events");
  EXPECT_EQ(FaultOf({Varints({~uint64_t{0} - 1}), Varints({1, kKernelContent}), ""}), "an event time is out of range");
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
