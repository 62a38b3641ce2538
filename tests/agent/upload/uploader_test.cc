#include "agent/upload/uploader.h"

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/record/record_codec.h"
#include "common/tokenizer/tokenizer.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

RequestRecord RecordOf(int64_t index) {
  RequestRecord record;
  record.index = index;
  record.outcome = Outcome::kNotSent;
  return record;
}

UploaderOptions OptionsFor(const std::string& name) {
  UploaderOptions options;
  options.store.run_id = "r";
  options.store.spool_path = testing::TempDir() + "/uploader_test." + name;
  options.store.spool_bytes = 1 << 20;
  return options;
}

// Sends and acknowledges until nothing is left; the indices that came.
std::multiset<int64_t> Drain(Uploader& uploader) {
  std::multiset<int64_t> indices;
  while (const auto batch = uploader.NextToSend()) {
    const std::vector<RequestRecord> records = DecodeRecordBatch(batch->body()).value();
    for (const RequestRecord& record : records) indices.insert(record.index);
    uploader.Acknowledge(batch->sequence());
  }
  return indices;
}

TEST(Uploader, BringsTheRecordsOfAllLoopsOnce) {
  Uploader uploader(
      OptionsFor("loops"), SystemClock(), [] {}, [](bool) {});
  std::vector<std::thread> loops;
  for (int64_t loop = 0; loop < 4; ++loop) {
    loops.emplace_back([&uploader, loop] {
      for (int64_t i = 0; i < 500; ++i) uploader.Accept(RecordOf(4 * i + loop));
    });
  }
  for (std::thread& loop : loops) loop.join();
  EXPECT_GE(uploader.Flush(), 1u);
  EXPECT_EQ(uploader.State().accepted_records, 2000u);
  EXPECT_EQ(uploader.State().queued_records, 2000u);
  const std::multiset<int64_t> indices = Drain(uploader);
  EXPECT_EQ(indices.size(), 2000u);
  EXPECT_EQ(std::set<int64_t>(indices.begin(), indices.end()).size(), 2000u);
  EXPECT_EQ(uploader.State().queued_records, 0u);
}

TEST(Uploader, SpillsToTheSpoolAndBringsEverythingInOrder) {
  UploaderOptions options = OptionsFor("spill");
  options.store.memory_bytes = 500;
  options.batch_bytes = 200;
  Uploader uploader(
      std::move(options), SystemClock(), [] {}, [](bool) {});
  for (int64_t i = 0; i < 1000; ++i) uploader.Accept(RecordOf(i));
  uploader.Flush();
  EXPECT_GT(uploader.State().spool_bytes, 0u);
  EXPECT_FALSE(uploader.State().full);
  const std::multiset<int64_t> indices = Drain(uploader);
  EXPECT_EQ(indices.size(), 1000u);
  EXPECT_EQ(*indices.rbegin(), 999);
  EXPECT_EQ(uploader.State().spool_bytes, 0u);
}

TEST(Uploader, SaysFullAndFreeAgain) {
  UploaderOptions options = OptionsFor("full");
  options.store.memory_bytes = 0;
  options.store.spool_bytes = 600;
  options.batch_bytes = 200;
  std::atomic<int> full{0}, free{0};
  Uploader uploader(
      std::move(options), SystemClock(), [] {}, [&](bool now) { ++(now ? full : free); });
  for (int64_t i = 0; i < 1000; ++i) uploader.Accept(RecordOf(i));
  uploader.Flush();
  EXPECT_TRUE(uploader.State().full);
  EXPECT_EQ(full, 1);
  EXPECT_EQ(Drain(uploader).size(), 1000u);
  uploader.Flush();
  EXPECT_FALSE(uploader.State().full);
  EXPECT_EQ(free, 1);
}

TEST(Uploader, FlushesAnEmptyRun) {
  Uploader uploader(
      OptionsFor("empty"), SystemClock(), [] {}, [](bool) {});
  EXPECT_EQ(uploader.Flush(), 0u);
  EXPECT_EQ(uploader.NextToSend(), std::nullopt);
}

std::shared_ptr<const Tokenizer> TheTokenizer() {
  return std::make_shared<const Tokenizer>(*Tokenizer::FromFile("tests/common/tokenizer/testdata/tokenizer.json"));
}

std::vector<RequestRecord> Uploaded(Uploader& uploader) {
  std::vector<RequestRecord> all;
  uploader.Flush();
  while (const auto batch = uploader.NextToSend()) {
    const std::vector<RequestRecord> records = DecodeRecordBatch(batch->body()).value();
    all.insert(all.end(), records.begin(), records.end());
    uploader.Acknowledge(batch->sequence());
  }
  return all;
}

TEST(Uploader, CountsTheTextsThatComeWithRecords) {
  Uploader uploader(
      OptionsFor("texts"), SystemClock(), [] {}, [](bool) {});
  uploader.CountWith(TheTokenizer());
  uploader.Accept(RecordOf(0), AnswerText{"   ", ""});
  uploader.Accept(RecordOf(1));
  uploader.Accept(RecordOf(2), AnswerText{"", "  "});
  const std::vector<RequestRecord> records = Uploaded(uploader);
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].tokenizer_output_tokens, 3);
  EXPECT_EQ(records[0].tokenizer_reasoning_tokens, std::nullopt);
  EXPECT_EQ(records[1].tokenizer_output_tokens, std::nullopt);
  EXPECT_EQ(records[2].tokenizer_output_tokens, 0);
  EXPECT_EQ(records[2].tokenizer_reasoning_tokens, 2);
}

TEST(Uploader, WithoutATokenizerTextsAreDropped) {
  Uploader uploader(
      OptionsFor("uncounted"), SystemClock(), [] {}, [](bool) {});
  uploader.Accept(RecordOf(0), AnswerText{"   ", ""});
  EXPECT_EQ(Uploaded(uploader).at(0).tokenizer_output_tokens, std::nullopt);
}

TEST(Uploader, TextsThatWaitToBeCountedFillTheHandOver) {
  UploaderOptions options = OptionsFor("backlog");
  options.handover_bytes = 100'000;
  std::atomic<int> full{0}, free{0};
  Uploader uploader(
      std::move(options), SystemClock(), [] {}, [&](bool now) { ++(now ? full : free); });
  uploader.CountWith(TheTokenizer());
  // Far more than is counted while they are handed over, in any order of the threads.
  uploader.Accept(RecordOf(0), AnswerText{std::string(200'000, 'x'), ""});
  EXPECT_EQ(full, 1);
  uploader.Flush();
  EXPECT_FALSE(uploader.State().full);
  EXPECT_EQ(free, 1);
}

RequestRecord OkRecord(int64_t index) {
  RequestRecord record = RecordOf(index);
  record.outcome = Outcome::kOk;
  return record;
}

TEST(Uploader, KeepsTextsWithoutSecretsAndCountsOnlyWholeOnes) {
  UploaderOptions options = OptionsFor("kept");
  options.keep_texts_without.emplace().AddKey("sk-secret-key");
  Uploader uploader(
      std::move(options), SystemClock(), [] {}, [](bool) {});
  uploader.CountWith(TheTokenizer());
  uploader.Accept(OkRecord(0), AnswerText{"your key is sk-secret-key", "hm"});
  uploader.Accept(OkRecord(1), AnswerText{"a\xff", "", false});
  uploader.Accept(RecordOf(2), AnswerText{"", "", false});
  uploader.Flush();
  const auto batch = uploader.NextToSend();
  ASSERT_TRUE(batch.has_value());
  const auto texts = DecodeKeptTexts(batch->body());
  ASSERT_TRUE(texts.ok() && texts->size() == 2) << texts.status();
  EXPECT_EQ(texts->at(0).answer(), "your key is [redacted]");
  EXPECT_EQ(texts->at(0).reasoning(), "hm");
  EXPECT_FALSE(texts->at(0).partial());
  EXPECT_EQ(texts->at(1).index(), 1);
  EXPECT_EQ(texts->at(1).answer(), "a\xef\xbf\xbd");
  EXPECT_TRUE(texts->at(1).partial());
  const std::vector<RequestRecord> records = DecodeRecordBatch(batch->body()).value();
  ASSERT_EQ(records.size(), 3u);
  EXPECT_TRUE(records[0].tokenizer_output_tokens.has_value());
  EXPECT_FALSE(records[1].tokenizer_output_tokens.has_value());
}

TEST(Uploader, KeepsNoTextUnlessItIsAskedTo) {
  Uploader uploader(
      OptionsFor("dropped"), SystemClock(), [] {}, [](bool) {});
  uploader.Accept(OkRecord(0), AnswerText{"a secret of the model", ""});
  uploader.Flush();
  EXPECT_TRUE(DecodeKeptTexts(uploader.NextToSend()->body())->empty());
}

}  // namespace
}  // namespace barrage
