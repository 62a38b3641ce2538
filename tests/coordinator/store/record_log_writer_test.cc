#include "coordinator/store/record_log_writer.h"

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

// Takes `room` bytes, then has no space left. Tells when it was synced.
class SmallFile final : public LogFile {
 public:
  explicit SmallFile(size_t room) : room_(room) {}

  absl::Status Append(absl::string_view bytes) override {
    if (bytes.size() > room_)
      return absl::ResourceExhaustedError("/full/run.log: cannot write: No space left on device");
    room_ -= bytes.size();
    return absl::OkStatus();
  }
  absl::Status Sync() override {
    if (!synced_once_) synced_.set_value();
    synced_once_ = true;
    return absl::OkStatus();
  }

  std::future<void> synced() { return synced_.get_future(); }

 private:
  size_t room_;
  bool synced_once_ = false;
  std::promise<void> synced_;
};

wire::LogEntry Entry() {
  wire::LogEntry entry;
  entry.mutable_event()->set_detail("something happened");
  return entry;
}

absl::Status AppendAndWait(RecordLogWriter& writer) {
  std::promise<absl::Status> written;
  writer.Append(Entry(), [&](const absl::Status& status) { written.set_value(status); });
  return written.get_future().get();
}

TEST(RecordLogWriter, SaysWhichFileIsFullAndWritesNothingMore) {
  RecordLogWriter writer(std::make_unique<SmallFile>(60));
  EXPECT_TRUE(AppendAndWait(writer).ok());
  EXPECT_TRUE(writer.status().ok());
  const uint64_t before = writer.bytes_written();
  absl::Status failed = absl::OkStatus();
  while (failed.ok()) failed = AppendAndWait(writer);
  EXPECT_EQ(failed.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(failed.message(), HasSubstr("/full/run.log"));
  EXPECT_EQ(writer.status(), failed);
  EXPECT_LE(writer.bytes_written(), 60u);
  EXPECT_GE(writer.bytes_written(), before);
  EXPECT_EQ(AppendAndWait(writer), failed);
  EXPECT_EQ(writer.Close(), failed);
}

TEST(RecordLogWriter, SyncsByItselfWithoutBeingClosed) {
  auto file = std::make_unique<SmallFile>(1000);
  std::future<void> synced = file->synced();
  RecordLogWriter writer(std::move(file), absl::Milliseconds(1));
  EXPECT_TRUE(AppendAndWait(writer).ok());
  EXPECT_EQ(synced.wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

TEST(RecordLogWriter, CloseSyncsAndLaterEntriesAreRefused) {
  auto file = std::make_unique<SmallFile>(1000);
  std::future<void> synced = file->synced();
  RecordLogWriter writer(std::move(file), absl::Hours(1));
  writer.Append(Entry());
  EXPECT_TRUE(writer.Close().ok());
  EXPECT_EQ(synced.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  EXPECT_EQ(AppendAndWait(writer).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(writer.Close().ok());
}

}  // namespace
}  // namespace barrage
