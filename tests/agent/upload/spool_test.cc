#include "agent/upload/spool.h"

#include <fstream>
#include <iterator>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::HasSubstr;

std::string NewPath() {
  static int number = 0;
  return testing::TempDir() + "/spool_test." + std::to_string(number++);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

EncodedBatch BatchOf(uint64_t sequence) {
  return {std::string(sequence * 10, static_cast<char>('a' + sequence)), static_cast<uint32_t>(sequence)};
}

TEST(Spool, GivesBackWhatWasAppended) {
  auto spool = Spool::Open(NewPath());
  ASSERT_TRUE(spool.ok()) << spool.status();
  for (const uint64_t sequence : {3, 4, 7}) ASSERT_TRUE((*spool)->Append(sequence, BatchOf(sequence)).ok());
  EXPECT_EQ((*spool)->Read(4).value(), BatchOf(4));
  EXPECT_EQ((*spool)->Read(7).value(), BatchOf(7));
  EXPECT_EQ((*spool)->Read(5).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ((*spool)->bytes(), 3 * 24 + 30 + 40 + 70u);
}

TEST(Spool, IsAnEmptyFileAgainOnceAllWasDropped) {
  const std::string path = NewPath();
  auto spool = Spool::Open(path).value();
  for (const uint64_t sequence : {1, 2, 3}) ASSERT_TRUE(spool->Append(sequence, BatchOf(sequence)).ok());
  spool->DropThrough(2);
  EXPECT_EQ(spool->Read(2).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(spool->Read(3).value(), BatchOf(3));
  spool->DropThrough(3);
  EXPECT_TRUE(spool->empty());
  EXPECT_EQ(ReadFile(path).size(), 0u);
  ASSERT_TRUE(spool->Append(4, BatchOf(4)).ok());
  EXPECT_EQ(spool->Read(4).value(), BatchOf(4));
}

TEST(Spool, KeepsWholeFramesOfAFileCutAtAnyByte) {
  const std::string path = NewPath();
  {
    auto spool = Spool::Open(path).value();
    for (const uint64_t sequence : {1, 2, 3}) ASSERT_TRUE(spool->Append(sequence, BatchOf(sequence)).ok());
  }
  const std::string whole = ReadFile(path);
  const size_t ends[] = {0, 34, 34 + 44, 34 + 44 + 54};  // 24 bytes of head, 10 times the sequence of body
  ASSERT_EQ(whole.size(), ends[3]);
  for (size_t cut = 0; cut <= whole.size(); ++cut) {
    WriteFile(path, whole.substr(0, cut));
    const auto spool = Spool::Open(path);
    ASSERT_TRUE(spool.ok()) << spool.status();
    const uint64_t frames = cut < ends[1] ? 0 : cut < ends[2] ? 1 : cut < ends[3] ? 2 : 3;
    EXPECT_EQ((*spool)->last_sequence(), frames) << "cut at " << cut;
    EXPECT_EQ((*spool)->bytes(), ends[frames]);
    EXPECT_EQ(ReadFile(path).size(), ends[frames]) << "the torn tail stays on disk";
    for (uint64_t sequence = 1; sequence <= frames; ++sequence) {
      EXPECT_EQ((*spool)->Read(sequence).value(), BatchOf(sequence));
    }
  }
}

TEST(Spool, GoesOnBehindATornTail) {
  const std::string path = NewPath();
  {
    auto spool = Spool::Open(path).value();
    for (const uint64_t sequence : {1, 2}) ASSERT_TRUE(spool->Append(sequence, BatchOf(sequence)).ok());
  }
  WriteFile(path, ReadFile(path).substr(0, 60));
  auto spool = Spool::Open(path).value();
  ASSERT_TRUE(spool->Append(2, BatchOf(2)).ok());
  EXPECT_EQ(spool->Read(1).value(), BatchOf(1));
  EXPECT_EQ(spool->Read(2).value(), BatchOf(2));
}

TEST(Spool, NoticesEveryFlippedBit) {
  const std::string path = NewPath();
  {
    auto spool = Spool::Open(path).value();
    ASSERT_TRUE(spool->Append(1, BatchOf(1)).ok());
  }
  const std::string whole = ReadFile(path);
  for (size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    WriteFile(path, damaged);
    EXPECT_EQ(Spool::Open(path).value()->last_sequence(), 0u) << "bit " << bit;
  }
}

TEST(Spool, NamesDamageFoundWhileReading) {
  const std::string path = NewPath();
  auto spool = Spool::Open(path).value();
  ASSERT_TRUE(spool->Append(1, BatchOf(1)).ok());
  std::string damaged = ReadFile(path);
  damaged.back() ^= 1;
  WriteFile(path, damaged);
  EXPECT_EQ(spool->Read(1).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(spool->Read(1).status().message(), HasSubstr(path));
}

TEST(Spool, NamesTheFileThatItCannotOpen) {
  const auto spool = Spool::Open("/nonexistent/x.spool");
  EXPECT_THAT(spool.status().message(), HasSubstr("/nonexistent/x.spool: No such file or directory"));
}

TEST(Spool, StaysAsItWasWhenTheDiskIsFull) {
  auto spool = Spool::Open("/dev/full");
  // Nothing to recover from a device, and it takes no byte.
  if (!spool.ok()) {
    EXPECT_THAT(spool.status().message(), HasSubstr("/dev/full"));
    return;
  }
  const absl::Status appended = (*spool)->Append(1, BatchOf(1));
  EXPECT_THAT(appended.message(), HasSubstr("/dev/full: No space left on device"));
  EXPECT_TRUE((*spool)->empty());
}

}  // namespace
}  // namespace barrage
