#include "coordinator/store/record_log_writer.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/record/frame.h"
#include "coordinator/store/log_format.h"
#include "coordinator/store/log_scanner.h"

namespace barrage {
namespace {

constexpr size_t kQueuedEntries = 256;
constexpr size_t kBytesPerWrite = size_t{1} << 20;

}  // namespace

RecordLogWriter::RecordLogWriter(std::unique_ptr<LogFile> file, absl::Duration sync_every)
    : file_(std::move(file)), queue_(kQueuedEntries) {
  writer_ = std::thread([this] { WriteUntilClosed(); });
  syncer_ = std::thread([this, sync_every] { SyncUntilClosed(sync_every); });
}

RecordLogWriter::~RecordLogWriter() { Close().IgnoreError(); }

void RecordLogWriter::Append(const wire::LogEntry& entry, Written written) {
  Item item;
  const std::string content = entry.SerializeAsString();
  if (content.size() > kMaxFrameBytes) {
    const absl::Status too_large = absl::InternalError(absl::StrCat("log entry of ", content.size(), " bytes"));
    Keep(too_large);
    if (written) written(too_large);
    return;
  }
  AppendFrame(item.frame, content);
  item.written = written;
  if (!queue_.Push(std::move(item)) && written) written(absl::FailedPreconditionError("the record log is closed"));
}

absl::Status RecordLogWriter::status() const {
  const MutexLock lock(mutex_);
  return status_;
}

void RecordLogWriter::Keep(const absl::Status& status) {
  const MutexLock lock(mutex_);
  status_.Update(status);
}

void RecordLogWriter::WriteUntilClosed() {
  std::string bytes;
  std::vector<Written> waiting;
  while (std::optional<Item> item = queue_.Pop()) {
    // Entries that queued up during the last write go out in one.
    do {
      bytes += item->frame;
      if (item->written) waiting.push_back(std::move(item->written));
    } while (bytes.size() < kBytesPerWrite && (item = queue_.TryPop()));
    if (status().ok()) Keep(file_->Append(bytes));
    const absl::Status now = status();
    if (now.ok()) bytes_written_ += bytes.size();
    for (const Written& written : waiting) written(now);
    bytes.clear();
    waiting.clear();
  }
}

void RecordLogWriter::SyncUntilClosed(absl::Duration every) {
  uint64_t synced = 0;
  while (true) {
    stop_sync_.PopFor(absl::ToChronoNanoseconds(every));
    const uint64_t written = bytes_written_;
    if (written != synced) Keep(file_->Sync());
    synced = written;
    if (stop_sync_.closed()) return;
  }
}

absl::Status RecordLogWriter::Close() {
  queue_.Close();
  if (writer_.joinable()) writer_.join();
  stop_sync_.Close();
  if (syncer_.joinable()) syncer_.join();
  return status();
}

absl::StatusOr<std::unique_ptr<RecordLogWriter>> CreateRecordLog(absl::string_view dir) {
  ASSIGN_OR_RETURN(std::unique_ptr<LogFile> file, CreateLogFile(LogPath(dir)));
  RETURN_IF_ERROR(file->Append(kLogMagic));
  return std::make_unique<RecordLogWriter>(std::move(file));
}

absl::StatusOr<std::unique_ptr<RecordLogWriter>> ContinueRecordLog(absl::string_view dir) {
  ASSIGN_OR_RETURN(LogScanner scanner, LogScanner::Open(LogPath(dir)));
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<ScannedFrame> frame, scanner.Next());
    if (!frame) break;
  }
  ASSIGN_OR_RETURN(std::unique_ptr<LogFile> file, ContinueLogFile(LogPath(dir), scanner.whole_bytes()));
  return std::make_unique<RecordLogWriter>(std::move(file));
}

}  // namespace barrage
