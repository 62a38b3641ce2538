#ifndef COORDINATOR_STORE_RECORD_LOG_WRITER_H_
#define COORDINATOR_STORE_RECORD_LOG_WRITER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/bounded_queue.h"
#include "common/base/mutex.h"
#include "coordinator/store/log_file.h"
#include "proto/log.pb.h"

namespace barrage {

// Appends entries to a record log, in the order of the calls. Any thread may append; one thread writes, and another
// brings what was written to the device once per `sync_every`. After the first error nothing more is written.
class RecordLogWriter {
 public:
  // Called on the writing thread once the entry is in the file (write() returned), or with why it is not. Must not
  // block and must not append.
  using Written = std::function<void(const absl::Status&)>;

  explicit RecordLogWriter(std::unique_ptr<LogFile> file, absl::Duration sync_every = absl::Seconds(1));
  ~RecordLogWriter();  // closes

  RecordLogWriter(const RecordLogWriter&) = delete;
  RecordLogWriter& operator=(const RecordLogWriter&) = delete;

  // Waits while 256 entries are queued: the waiting thread is an agent's reader, so its stream's flow control holds
  // that agent's uploads, and nothing else. After Close, `written` gets FailedPrecondition at once.
  void Append(const wire::LogEntry& entry, Written written = nullptr);

  // The first failure so far; OK: everything given so far is written or queued.
  absl::Status status() const;

  // Writes what is queued, syncs, stops the threads. Returns status(). Again: does nothing.
  absl::Status Close();

  // Bytes in the file that this writer appended.
  uint64_t bytes_written() const { return bytes_written_; }

 private:
  struct Item {
    std::string frame;
    Written written;
  };

  void WriteUntilClosed();
  void SyncUntilClosed(absl::Duration every);
  void Keep(const absl::Status& status);

  const std::unique_ptr<LogFile> file_;
  BoundedQueue<Item> queue_;
  BoundedQueue<bool> stop_sync_{1};
  std::atomic<uint64_t> bytes_written_{0};
  mutable Mutex mutex_;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  std::thread writer_, syncer_;
};

// The new log of the run in directory `dir`, whose records/ folder exists.
absl::StatusOr<std::unique_ptr<RecordLogWriter>> CreateRecordLog(absl::string_view dir);

// The log of an unfinished run, to go on after its last whole entry.
absl::StatusOr<std::unique_ptr<RecordLogWriter>> ContinueRecordLog(absl::string_view dir);

}  // namespace barrage

#endif  // COORDINATOR_STORE_RECORD_LOG_WRITER_H_
