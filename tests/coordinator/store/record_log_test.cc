// Writer and reader together, on real files.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/record/frame.h"
#include "common/record/record_codec.h"
#include "coordinator/store/log_format.h"
#include "coordinator/store/record_log_reader.h"
#include "coordinator/store/record_log_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/coordinator/store/temporary_directory.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

wire::LogEntry Header(uint32_t format = kLogFormatVersion) {
  wire::LogEntry entry;
  entry.mutable_header()->set_format_version(format);
  entry.mutable_header()->set_run_id("run-1");
  entry.mutable_header()->set_started_ns(5);
  return entry;
}

wire::LogEntry Batch(uint32_t agent, const std::string& incarnation, uint64_t sequence, std::vector<int64_t> indices) {
  RecordBatchEncoder encoder;
  for (const int64_t index : indices) {
    RequestRecord record;
    record.index = index;
    record.outcome = Outcome::kOk;
    encoder.Add(record);
  }
  wire::LogEntry entry;
  entry.mutable_batch()->set_agent(agent);
  entry.mutable_batch()->set_incarnation(incarnation);
  entry.mutable_batch()->set_sequence(sequence);
  entry.mutable_batch()->set_body(encoder.Finish());
  return entry;
}

wire::LogEntry Event(int64_t at_ns, const std::string& detail) {
  wire::LogEntry entry;
  entry.mutable_event()->set_at_ns(at_ns);
  entry.mutable_event()->set_detail(detail);
  return entry;
}

class RecordLogTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(directory_.path() + "/records"); }

  void Write(const std::vector<wire::LogEntry>& entries) {
    auto writer = CreateRecordLog(directory_.path());
    ASSERT_TRUE(writer.ok()) << writer.status();
    for (const wire::LogEntry& entry : entries) (*writer)->Append(entry);
    ASSERT_TRUE((*writer)->Close().ok());
  }

  std::string Bytes() {
    std::ifstream file(LogPath(directory_.path()), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void SetBytes(const std::string& bytes) {
    std::ofstream(LogPath(directory_.path()), std::ios::binary | std::ios::trunc) << bytes;
  }

  std::vector<std::pair<uint32_t, int64_t>> Records() {
    const auto log = OpenRunLog(directory_.path());
    EXPECT_TRUE(log.ok()) << log.status();
    std::vector<std::pair<uint32_t, int64_t>> records;
    if (!log.ok()) return records;
    const absl::Status visited = (*log)->ForEachRecord(
        [&](uint32_t agent, const RequestRecord& record) { records.emplace_back(agent, record.index); });
    EXPECT_TRUE(visited.ok()) << visited;
    return records;
  }

  TemporaryDirectory directory_;
};

TEST_F(RecordLogTest, GivesBackFactsAndRecordsInTheOrderWritten) {
  Write({Header(), Event(10, "a"), Batch(1, "x", 1, {3, 1}), Event(7, "b"), Batch(0, "y", 1, {2})});
  const auto log = OpenRunLog(directory_.path());
  ASSERT_TRUE(log.ok()) << log.status();
  const RunFacts& facts = (*log)->facts();
  EXPECT_EQ(facts.header.run_id(), "run-1");
  ASSERT_EQ(facts.events.size(), 2u);
  EXPECT_EQ(facts.events[1].detail(), "b");
  EXPECT_EQ(facts.last_entry_ns, 10);
  EXPECT_FALSE(facts.torn_tail);
  EXPECT_FALSE(facts.end.has_value());
  EXPECT_THAT(Records(), ElementsAre(std::pair(1, 3), std::pair(1, 1), std::pair(0, 2)));
  EXPECT_THAT(Records(), ElementsAre(std::pair(1, 3), std::pair(1, 1), std::pair(0, 2)));
}

TEST_F(RecordLogTest, TakesABatchThatCameTwiceOnce) {
  Write({Header(), Batch(0, "x", 1, {1}), Batch(0, "x", 1, {1}), Batch(0, "other process", 1, {2}),
         Batch(1, "x", 1, {3}), Batch(0, "x", 2, {4})});
  EXPECT_THAT(Records(), ElementsAre(std::pair(0, 1), std::pair(0, 2), std::pair(1, 3), std::pair(0, 4)));
}

TEST_F(RecordLogTest, NewProcessOfAnAgentReplacesItsEntry) {
  wire::LogEntry old_agent, new_agent, first;
  old_agent.mutable_agent()->set_ordinal(1);
  old_agent.mutable_agent()->set_id("old");
  new_agent.mutable_agent()->set_ordinal(1);
  new_agent.mutable_agent()->set_id("new");
  first.mutable_agent()->set_id("first");
  Write({Header(), old_agent, first, new_agent});
  const auto log = OpenRunLog(directory_.path());
  ASSERT_TRUE(log.ok()) << log.status();
  ASSERT_EQ((*log)->facts().agents.size(), 2u);
  EXPECT_EQ((*log)->facts().agents[0].id(), "first");
  EXPECT_EQ((*log)->facts().agents[1].id(), "new");
}

TEST_F(RecordLogTest, SurvivesACutAtEveryByteOfTheLastFrame) {
  Write({Header(), Batch(0, "x", 1, {1})});
  const size_t whole = Bytes().size();
  auto writer = ContinueRecordLog(directory_.path());
  ASSERT_TRUE(writer.ok()) << writer.status();
  (*writer)->Append(Batch(0, "x", 2, {2}));
  ASSERT_TRUE((*writer)->Close().ok());
  const std::string bytes = Bytes();
  ASSERT_GT(bytes.size(), whole);
  EXPECT_THAT(Records(), ElementsAre(std::pair(0, 1), std::pair(0, 2)));
  for (size_t cut = whole; cut < bytes.size(); ++cut) {
    SetBytes(bytes.substr(0, cut));
    const auto log = OpenRunLog(directory_.path());
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_EQ((*log)->facts().torn_tail, cut != whole) << cut;
    EXPECT_THAT(Records(), ElementsAre(std::pair(0, 1))) << cut;
  }
}

TEST_F(RecordLogTest, NoticesEveryFlippedBitOfTheLastFrame) {
  Write({Header(), Batch(0, "x", 1, {1})});
  const size_t whole = Bytes().size();
  auto writer = ContinueRecordLog(directory_.path());
  ASSERT_TRUE(writer.ok()) << writer.status();
  (*writer)->Append(Event(10, "last"));
  ASSERT_TRUE((*writer)->Close().ok());
  const std::string bytes = Bytes();
  for (size_t bit = whole * 8; bit < bytes.size() * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    SetBytes(damaged);
    const auto log = OpenRunLog(directory_.path());
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_TRUE((*log)->facts().torn_tail) << bit;
    EXPECT_TRUE((*log)->facts().events.empty()) << bit;
  }
}

TEST_F(RecordLogTest, ContinuesAfterTheLastWholeEntry) {
  Write({Header(), Batch(0, "x", 1, {1}), Batch(0, "x", 2, {2})});
  const std::string bytes = Bytes();
  SetBytes(bytes.substr(0, bytes.size() - 1));
  auto writer = ContinueRecordLog(directory_.path());
  ASSERT_TRUE(writer.ok()) << writer.status();
  (*writer)->Append(Batch(0, "x", 3, {3}));
  ASSERT_TRUE((*writer)->Close().ok());
  EXPECT_THAT(Records(), ElementsAre(std::pair(0, 1), std::pair(0, 3)));
}

TEST_F(RecordLogTest, ZeroFilledTailIsTorn) {
  Write({Header()});
  SetBytes(Bytes() + std::string(4096, '\0'));
  const auto log = OpenRunLog(directory_.path());
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_TRUE((*log)->facts().torn_tail);
}

TEST_F(RecordLogTest, NeverOverwritesALog) {
  Write({Header()});
  EXPECT_EQ(CreateRecordLog(directory_.path()).status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(RecordLogTest, NamesWhatIsWrong) {
  EXPECT_THAT(OpenRunLog(directory_.path()).status().message(), HasSubstr("records/run.log: cannot open"));
  SetBytes("something else");
  EXPECT_THAT(OpenRunLog(directory_.path()).status().message(), HasSubstr("not a record log"));
  SetBytes(std::string(kLogMagic));
  EXPECT_THAT(OpenRunLog(directory_.path()).status().message(), HasSubstr("not even the header"));
  std::string no_header(kLogMagic), malformed(kLogMagic);
  AppendFrame(no_header, Event(1, "a").SerializeAsString());
  SetBytes(no_header);
  EXPECT_THAT(OpenRunLog(directory_.path()).status().message(), HasSubstr("the header is not the first entry"));
  AppendFrame(malformed, "\xff\xff\xff");
  SetBytes(malformed);
  EXPECT_THAT(OpenRunLog(directory_.path()).status().message(), HasSubstr("the entry at byte 16 is malformed"));
}

TEST_F(RecordLogTest, RefusesANewerFormat) {
  Write({Header(3)});
  EXPECT_THAT(OpenRunLog(directory_.path()).status().message(),
              HasSubstr("written in format 3, this program reads format 2"));
}

TEST_F(RecordLogTest, RefusesTheFormatOfOtherTraces) {
  Write({Header(1)});
  EXPECT_THAT(OpenRunLog(directory_.path()).status().message(),
              HasSubstr("written in format 1, this program reads format 2"));
}

TEST_F(RecordLogTest, ContentOfAWholeBatchThatIsNoneIsDataLoss) {
  wire::LogEntry bad = Batch(4, "x", 9, {1});
  bad.mutable_batch()->set_body("\xff\xff");
  Write({Header(), bad});
  const auto log = OpenRunLog(directory_.path());
  ASSERT_TRUE(log.ok()) << log.status();
  const absl::Status visited = (*log)->ForEachRecord([](uint32_t, const RequestRecord&) {});
  EXPECT_EQ(visited.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(visited.message(), HasSubstr("batch 9 of agent 4"));
}

TEST_F(RecordLogTest, ManyThreadsAppendThroughOneWriter) {
  auto writer = CreateRecordLog(directory_.path());
  ASSERT_TRUE(writer.ok()) << writer.status();
  (*writer)->Append(Header());
  std::atomic<int> acknowledged{0};
  std::vector<std::thread> readers;
  for (uint32_t agent = 0; agent < 4; ++agent) {
    readers.emplace_back([&, agent] {
      for (uint64_t sequence = 1; sequence <= 500; ++sequence) {
        (*writer)->Append(Batch(agent, "x", sequence, {static_cast<int64_t>(sequence)}),
                          [&](const absl::Status& status) { acknowledged += status.ok(); });
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  ASSERT_TRUE((*writer)->Close().ok());
  EXPECT_EQ(acknowledged, 2000);
  std::vector<int64_t> next(4, 1);
  for (const auto& [agent, index] : Records()) EXPECT_EQ(index, next[agent]++);
  EXPECT_THAT(next, ElementsAre(501, 501, 501, 501));
}

}  // namespace
}  // namespace barrage
