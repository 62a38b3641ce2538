#include "agent/upload/batcher.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

RequestRecord RecordOf(int64_t index) {
  RequestRecord record;
  record.index = index;
  record.outcome = Outcome::kNotSent;
  return record;
}

TEST(Batcher, IsDueByTheAgeOfItsFirstRecord) {
  Batcher batcher(1'000'000, 200);
  EXPECT_FALSE(batcher.Due(1'000));
  batcher.Add(RecordOf(1), 1'000);
  batcher.Add(RecordOf(2), 1'150);
  EXPECT_FALSE(batcher.Due(1'199));
  EXPECT_TRUE(batcher.Due(1'200));
  const std::optional<EncodedBatch> batch = batcher.Take();
  ASSERT_TRUE(batch.has_value());
  EXPECT_EQ(batch->records, 2u);
  const auto records = DecodeRecordBatch(batch->body);
  ASSERT_TRUE(records.ok());
  EXPECT_EQ((*records)[0], RecordOf(1));
  EXPECT_EQ((*records)[1], RecordOf(2));
  EXPECT_FALSE(batcher.Due(10'000));
  EXPECT_EQ(batcher.Take(), std::nullopt);
}

TEST(Batcher, IsDueByItsSize) {
  Batcher batcher(100, 1'000'000'000);
  int64_t index = 0;
  while (!batcher.Due(0)) batcher.Add(RecordOf(index++), 0);
  EXPECT_GT(index, 1);
  EXPECT_EQ(batcher.Take()->records, static_cast<uint32_t>(index));
}

}  // namespace
}  // namespace barrage
