#include "agent/upload/batch_store.h"

#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

BatchStoreOptions OptionsFor(const std::string& name, size_t memory_bytes, uint64_t spool_bytes) {
  return {.run_id = "r",
          .memory_bytes = memory_bytes,
          .spool_path = testing::TempDir() + "/batch_store_test." + name,
          .spool_bytes = spool_bytes};
}

EncodedBatch BatchOf(char letter, size_t size = 100) { return {std::string(size, letter), 2}; }

// The sequences that may be sent now.
std::vector<uint64_t> SendAll(BatchStore& store, int64_t now_ns = 0) {
  std::vector<uint64_t> sequences;
  for (;;) {
    const auto batch = store.NextToSend(now_ns).value();
    if (!batch) return sequences;
    sequences.push_back(batch->sequence());
  }
}

TEST(BatchStore, NumbersBatchesFromOne) {
  BatchStore store(OptionsFor("numbers", 1000, 0));
  ASSERT_TRUE(store.Append(BatchOf('a')).ok());
  ASSERT_TRUE(store.Append(BatchOf('b')).ok());
  const wire::RecordBatch first = store.NextToSend(0).value().value();
  EXPECT_EQ(first.run_id(), "r");
  EXPECT_EQ(first.sequence(), 1u);
  EXPECT_EQ(first.records(), 2u);
  EXPECT_EQ(first.body(), std::string(100, 'a'));
  EXPECT_EQ(store.NextToSend(0).value()->sequence(), 2u);
  EXPECT_EQ(store.NextToSend(0).value(), std::nullopt);
  EXPECT_EQ(store.records(), 4u);
}

TEST(BatchStore, KeepsABatchUntilItIsAcknowledged) {
  BatchStore store(OptionsFor("acks", 1000, 0));
  for (const char letter : {'a', 'b', 'c'}) ASSERT_TRUE(store.Append(BatchOf(letter)).ok());
  EXPECT_THAT(SendAll(store), ElementsAre(1, 2, 3));
  store.Acknowledge(2, 0);
  EXPECT_EQ(store.acked_sequence(), 2u);
  EXPECT_EQ(store.records(), 2u);
  EXPECT_EQ(store.memory_bytes(), 100u);
  store.Acknowledge(1, 0);  // late
  EXPECT_EQ(store.acked_sequence(), 2u);
  store.Acknowledge(99, 0);  // of what was never made
  EXPECT_TRUE(store.all_acknowledged());
  EXPECT_EQ(store.acked_sequence(), 3u);
}

TEST(BatchStore, SendsAgainWhatTheOldStreamTookWithIt) {
  BatchStore store(OptionsFor("resume", 1000, 0));
  for (const char letter : {'a', 'b', 'c'}) ASSERT_TRUE(store.Append(BatchOf(letter)).ok());
  EXPECT_THAT(SendAll(store), ElementsAre(1, 2, 3));
  store.ResumeAfter(1);
  EXPECT_THAT(SendAll(store), ElementsAre(2, 3));
  store.ResumeAfter(3);
  EXPECT_THAT(SendAll(store), ElementsAre());
  ASSERT_TRUE(store.Append(BatchOf('d')).ok());
  EXPECT_THAT(SendAll(store), ElementsAre(4));
}

TEST(BatchStore, PutsInTheSpoolWhatMemoryDoesNotHoldAndKeepsTheOrder) {
  const BatchStoreOptions options = OptionsFor("spool", 250, 10'000);
  {
    BatchStore store(options);
    for (const char letter : {'a', 'b', 'c', 'd'}) ASSERT_TRUE(store.Append(BatchOf(letter)).ok());
    EXPECT_EQ(store.memory_bytes(), 200u);
    EXPECT_EQ(store.spool_bytes(), 2 * 124u);
    store.Acknowledge(0, 0);
    std::string letters;
    for (int i = 0; i < 4; ++i) letters += store.NextToSend(0).value()->body()[0];
    EXPECT_EQ(letters, "abcd");
    store.Acknowledge(2, 0);
    // Memory is free again: the next goes there, behind those in the spool.
    ASSERT_TRUE(store.Append(BatchOf('e')).ok());
    EXPECT_EQ(store.memory_bytes(), 100u);
    store.ResumeAfter(2);
    letters.clear();
    for (int i = 0; i < 3; ++i) letters += store.NextToSend(0).value()->body()[0];
    EXPECT_EQ(letters, "cde");
    store.Acknowledge(4, 0);
    EXPECT_EQ(store.spool_bytes(), 0u);
    EXPECT_TRUE(std::filesystem::exists(options.spool_path));
  }
  EXPECT_FALSE(std::filesystem::exists(options.spool_path));
}

TEST(BatchStore, IsFullFromNinetyPercentOfTheSpoolUntilEighty) {
  // Frames of 24 + 76 = 100 bytes in a spool of 1,000; nothing in memory.
  BatchStore store(OptionsFor("full", 0, 1000));
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(store.Append(BatchOf('a', 76)).ok());
  EXPECT_FALSE(store.spool_full());
  ASSERT_TRUE(store.Append(BatchOf('a', 76)).ok());
  EXPECT_TRUE(store.spool_full());
  store.Acknowledge(8, 0);
  EXPECT_TRUE(store.spool_full());  // the file still takes 900 bytes
  store.Acknowledge(9, 0);
  EXPECT_FALSE(store.spool_full());
}

TEST(BatchStore, KeepsInMemoryWhatTheSpoolDoesNotTake) {
  BatchStore store(OptionsFor("over", 0, 150));
  ASSERT_TRUE(store.Append(BatchOf('a')).ok());
  const absl::Status refused = store.Append(BatchOf('b'));
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(refused.message(), HasSubstr("batch_store_test.over: full at 124 bytes"));
  EXPECT_TRUE(store.spool_full());
  EXPECT_THAT(SendAll(store), ElementsAre(1, 2));
  store.Acknowledge(2, 0);
  EXPECT_TRUE(store.all_acknowledged());
  EXPECT_EQ(store.memory_bytes(), 0u);
}

TEST(BatchStore, NamesASpoolThatCannotBeMade) {
  BatchStoreOptions options = OptionsFor("none", 0, 1000);
  options.spool_path = "/nonexistent/r.spool";
  BatchStore store(options);
  EXPECT_THAT(store.Append(BatchOf('a')).message(), HasSubstr("/nonexistent/r.spool"));
  EXPECT_TRUE(store.spool_full());
  EXPECT_THAT(SendAll(store), ElementsAre(1));
}

TEST(BatchStore, HoldsBackWhileTheWindowIsClosed) {
  BatchStore store(OptionsFor("window", 10'000, 0));
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(store.Append(BatchOf('a')).ok());
  EXPECT_THAT(SendAll(store), ElementsAre(1, 2, 3, 4));
  store.Acknowledge(1, 1000);  // soon: the window grows to 5, with 3 on their way
  EXPECT_THAT(SendAll(store, 1000), ElementsAre(5, 6));
}

}  // namespace
}  // namespace barrage
