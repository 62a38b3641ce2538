// The small parts that count and remember: slots, lateness, journal.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "tests/sim/fnv.h"
#include "tests/sim/journal.h"
#include "tests/sim/slot_line.h"
#include "tests/sim/stats.h"

namespace barrage::sim {
namespace {

using ::testing::HasSubstr;

TEST(SlotLineTest, FirstInFirstOut) {
  SlotLine line(2);
  EXPECT_TRUE(line.TryEnter());
  EXPECT_TRUE(line.TryEnter());
  EXPECT_FALSE(line.TryEnter());
  line.Wait({1, 1, 1});
  line.Wait({2, 2, 2});
  EXPECT_EQ(line.TakeNext(), std::nullopt);
  line.Leave();
  EXPECT_FALSE(line.TryEnter()) << "nobody overtakes";
  EXPECT_EQ(line.TakeNext(), (Ticket{1, 1, 1}));
  line.Enter();
  EXPECT_EQ(line.TakeNext(), std::nullopt);
  line.Leave();
  EXPECT_EQ(line.TakeNext(), (Ticket{2, 2, 2}));
}

TEST(SlotLineTest, ZeroIsNoLimit) {
  SlotLine line(0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(line.TryEnter());
}

// 1 … 100 us: the values of 0-based rank 50 and 99 are 51 and 100 us; a bucket spans 1/16 of them at most.
TEST(LatenessTest, PercentilesAreWithinABucket) {
  AllStats stats;
  stats.push_back(std::make_unique<Stats>());
  stats.push_back(std::make_unique<Stats>());
  for (int i = 1; i <= 100; ++i) stats[i % 2]->lateness.Add(i * 1000);
  LatenessSummary late = Summarize(stats);
  EXPECT_EQ(late.writes, 100u);
  EXPECT_NEAR(late.p50_ns, 51'000, 51'000 / 16);
  EXPECT_NEAR(late.p99_ns, 100'000, 100'000 / 16);
  EXPECT_EQ(late.max_ns, 100'000);
  EXPECT_FALSE(late.too_late());
  for (int i = 0; i < 10; ++i) stats[0]->lateness.Add(3'000'000);
  EXPECT_TRUE(Summarize(stats).too_late());
  EXPECT_THAT(PrometheusText(stats, "m", 0), HasSubstr("barrage_sim_too_late{model_name=\"m\"} 1"));
  stats[0]->Clear();
  EXPECT_EQ(Summarize(stats).writes, 50u);
}

TEST(LatenessTest, EarlyCountsAsOnTimeAndHugeAsTheMaximum) {
  AllStats stats;
  stats.push_back(std::make_unique<Stats>());
  stats[0]->lateness.Add(-5);
  EXPECT_EQ(Summarize(stats).max_ns, 0);
  stats[0]->lateness.Add(INT64_MAX);
  EXPECT_EQ(Summarize(stats).max_ns, INT64_MAX);
}

// Published vectors of FNV-1a 64.
TEST(FnvTest, MatchesKnownValues) {
  EXPECT_EQ(Fnv1a64(""), 0xcbf29ce484222325u);
  EXPECT_EQ(Fnv1a64("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(Fnv1a64("foobar"), 0x85944171f73967e8u);
}

JournalEntry Entry() {
  JournalEntry entry;
  entry.request_id = "run-\"1\"";
  entry.body_hash = 0xab;
  entry.writes = {{100, 5, 0, WriteKind::kRole}, {200, 6, 2, WriteKind::kToken}, {300, 7, 0, WriteKind::kDone}};
  entry.ended = "complete";
  return entry;
}

TEST(JournalTest, WritesOneLineOfJsonARequest) {
  std::string line;
  AppendJson(Entry(), &line);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  rapidjson::Document json;
  ASSERT_FALSE(json.Parse(line.c_str()).HasParseError());
  EXPECT_STREQ(json["request_id"].GetString(), "run-\"1\"");
  EXPECT_STREQ(json["body_hash"].GetString(), "00000000000000ab");
  EXPECT_STREQ(json["kinds"].GetString(), "rtd");
  EXPECT_EQ(json["tokens"].GetInt(), 2);
  EXPECT_EQ(json["before_ns"][1].GetInt64(), 200);
  EXPECT_EQ(json["took_ns"][2].GetInt64(), 7);
  EXPECT_EQ(json["tokens_each"][1].GetInt64(), 2);
  EXPECT_FALSE(json.HasMember("body"));
}

TEST(JournalTest, CountsWhatItHasNoRoomFor) {
  Journal journal(sizeof(JournalEntry) * 2);
  for (int i = 0; i < 3; ++i) journal.Add(Entry());
  EXPECT_EQ(journal.dropped(), 2u);
  journal.Clear();
  EXPECT_EQ(journal.dropped(), 0u);
  EXPECT_EQ(journal.ToJsonLines(), "");
}

}  // namespace
}  // namespace barrage::sim
