#include "common/record/record_codec.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "common/base/rng.h"
#include "common/record/deflate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/record.pb.h"
#include "tests/common/record/random_record.h"

namespace barrage {
namespace {

TEST(RecordCodec, GivesBackWhatWentIn) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    Rng rng(seed, "record codec");
    RecordBatchEncoder encoder;
    std::vector<RequestRecord> records;
    for (uint64_t n = rng.Below(20); n > 0; --n) {
      records.push_back(RandomRecord(rng));
      encoder.Add(records.back());
    }
    EXPECT_EQ(encoder.records(), static_cast<int>(records.size()));
    const std::string bytes = encoder.Finish();
    const auto decoded = DecodeRecordBatch(bytes);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_TRUE(*decoded == records) << "seed " << seed;
    // The encoder starts afresh: the same records give the same bytes.
    EXPECT_EQ(encoder.records(), 0);
    for (const RequestRecord& record : records) encoder.Add(record);
    EXPECT_EQ(encoder.Finish(), bytes);
  }
}

TEST(RecordCodec, EstimatesItsSize) {
  Rng rng(1, "size");
  RecordBatchEncoder encoder;
  for (int i = 0; i < 200; ++i) encoder.Add(RandomRecord(rng));
  const double estimate = static_cast<double>(encoder.bytes());
  EXPECT_NEAR(estimate / static_cast<double>(Inflate(encoder.Finish(), kMostBatchBytes)->size()), 1, 0.1);
  EXPECT_EQ(encoder.bytes(), 0u);
}

TEST(RecordCodec, ASteadyStreamTakesUnderThreeBytesAToken) {
  Rng rng(1, "steady");
  RecordBatchEncoder encoder;
  constexpr int kRecords = 50, kTokens = 200;
  for (int i = 0; i < kRecords; ++i) {
    RequestRecord record;
    record.index = i;
    record.outcome = Outcome::kOk;
    record.dispatched_ns = 1'000'000'000 + i * int64_t{7'000'000};
    record.events = EventTrace(*record.dispatched_ns);
    for (int token = 1; token <= kTokens; ++token) {
      // 20 ms apart, some tens of µs off.
      const int64_t jitter_ns = static_cast<int64_t>(rng.Normal() * 30'000);
      record.events.Append({.at_ns = *record.dispatched_ns + token * int64_t{20'000'000} + jitter_ns,
                            .kind = EventKind::kContent,
                            .kernel_stamped = true});
    }
    encoder.Add(record);
  }
  EXPECT_LT(static_cast<double>(encoder.Finish().size()) / (kRecords * kTokens), 3.0);
}

TEST(RecordCodec, NamesWhatIsMalformed) {
  EXPECT_EQ(DecodeRecordBatch("\xff").status().message(), "record batch is no whole zlib stream");
  EXPECT_EQ(DecodeRecordBatch(Deflate("\xff")).status().message(), "record batch is not a valid message");
  wire::RecordBatchBody body;
  wire::Record* record = body.add_records();
  record->set_index_delta(7);
  record->set_outcome(99);
  EXPECT_EQ(DecodeRecordBatch(Deflate(body.SerializeAsString())).status().message(), "request 7: unknown outcome 99");
  record->set_outcome(1);
  record->set_error(1);
  EXPECT_EQ(DecodeRecordBatch(Deflate(body.SerializeAsString())).status().message(),
            "request 7: refers to a text that the batch lacks");
  record->set_error(0);
  EXPECT_TRUE(DecodeRecordBatch(Deflate(body.SerializeAsString())).ok());
  record->set_event_times("\x01");
  EXPECT_EQ(DecodeRecordBatch(Deflate(body.SerializeAsString())).status().message(), "more event times than events");
}

TEST(RecordCodec, TakesTheLargestNumbersWithoutHarm) {
  wire::RecordBatchBody body;
  for (const int64_t extreme : {std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()}) {
    wire::Record* record = body.add_records();
    record->set_index_delta(extreme);
    record->set_base_delta(extreme);
    record->set_outcome(1);
    record->set_flags(~0u);
    record->set_first_byte(extreme);
    record->set_intended(extreme);
    record->set_usage_prompt(~uint64_t{0});
    record->set_lateness_max(extreme);
  }
  const auto records = DecodeRecordBatch(Deflate(body.SerializeAsString()));
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_EQ(records->size(), 2u);
}

// Truncations and flipped bytes of a real batch, and plain noise: an error or records, never a crash.
TEST(RecordCodec, HostileBytesNeverDoHarm) {
  Rng rng(2, "hostile");
  RecordBatchEncoder encoder;
  for (int i = 0; i < 5; ++i) encoder.Add(RandomRecord(rng));
  const std::string batch = Inflate(encoder.Finish(), kMostBatchBytes).value();
  for (size_t length = 0; length < batch.size(); ++length) (void)DecodeRecordBatch(Deflate(batch.substr(0, length)));
  for (int trial = 0; trial < 5000; ++trial) {
    std::string damaged = batch;
    for (uint64_t n = 1 + rng.Below(4); n > 0; --n) damaged[rng.Below(damaged.size())] = static_cast<char>(rng.Next());
    const auto records = DecodeRecordBatch(Deflate(damaged));
    if (records.ok()) continue;
    EXPECT_EQ(records.status().code(), absl::StatusCode::kDataLoss);
  }
}

wire::KeptText TextOf(int64_t index, const std::string& answer) {
  wire::KeptText text;
  text.set_index(index);
  text.set_answer(answer);
  return text;
}

TEST(RecordCodec, HoldsTheTextsBesideTheRecords) {
  RecordBatchEncoder encoder;
  RequestRecord record;
  record.index = 7;
  record.outcome = Outcome::kOk;
  encoder.AddText(TextOf(7, "caf\u00e9"));
  encoder.Add(record);
  EXPECT_GT(encoder.bytes(), 5u);
  const std::string batch = encoder.Finish();
  EXPECT_EQ(DecodeRecordBatch(batch)->size(), 1u);
  const auto texts = DecodeKeptTexts(batch);
  ASSERT_TRUE(texts.ok()) << texts.status();
  ASSERT_EQ(texts->size(), 1u);
  EXPECT_EQ(texts->at(0).index(), 7);
  EXPECT_EQ(texts->at(0).answer(), "caf\u00e9");
  encoder.Add(record);
  EXPECT_TRUE(DecodeKeptTexts(encoder.Finish())->empty());
  EXPECT_EQ(DecodeKeptTexts("\xff").status().message(), "record batch is no whole zlib stream");
}

}  // namespace
}  // namespace barrage
