#ifndef AGENT_UPLOAD_BATCH_STORE_H_
#define AGENT_UPLOAD_BATCH_STORE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "agent/upload/batcher.h"
#include "agent/upload/send_window.h"
#include "agent/upload/spool.h"
#include "proto/agent.pb.h"

namespace barrage {

struct BatchStoreOptions {
  std::string run_id;
  size_t memory_bytes = size_t{64} << 20;  // batches beyond it go to the spool
  std::string spool_path;                  // created when first needed
  uint64_t spool_bytes = 0;                // largest spool
};

// The batches of one run that the coordinator has not acknowledged, numbered 1, 2, 3 …: in memory up to a cap, beyond
// it in the spool. Nothing is ever dropped: when the spool takes no more, memory does. Not for several threads at once.
class BatchStore {
 public:
  explicit BatchStore(BatchStoreOptions options) : options_(std::move(options)) {}

  // Removes the spool's file.
  ~BatchStore();

  BatchStore(const BatchStore&) = delete;
  BatchStore& operator=(const BatchStore&) = delete;

  // Takes the next batch. Error: the spool failed, and why; the batch is held in memory all the same.
  absl::Status Append(EncodedBatch batch);

  // The oldest batch not sent on this stream, if the window lets it go. Error: DataLoss from the spool.
  absl::StatusOr<std::optional<wire::RecordBatch>> NextToSend(int64_t now_ns);

  // The coordinator has everything up to `sequence`. Above what was made: taken as all of it.
  void Acknowledge(uint64_t sequence, int64_t now_ns);

  // A new stream, and the coordinator has everything up to `sequence`: sends what follows.
  void ResumeAfter(uint64_t sequence);

  uint64_t last_sequence() const { return last_sequence_; }
  uint64_t acked_sequence() const { return last_sequence_ - batches_.size(); }
  bool all_acknowledged() const { return batches_.empty(); }
  uint64_t records() const { return records_; }  // not acknowledged
  uint64_t memory_bytes() const { return memory_bytes_; }
  uint64_t spool_bytes() const { return spool_ == nullptr ? 0 : spool_->bytes(); }

  // From 90 % of the spool on (or when memory had to take what the spool would not), until it is below 80 %.
  bool spool_full() const { return spool_full_; }

 private:
  struct Held {
    uint32_t records = 0;
    std::optional<std::string> body;  // absent: in the spool
  };

  absl::Status AppendToSpool(const EncodedBatch& batch);
  void DropThrough(uint64_t sequence);
  void UpdateSpoolFull();

  const BatchStoreOptions options_;
  std::unique_ptr<Spool> spool_;
  std::deque<Held> batches_;  // sequences acked_sequence() + 1 … last_sequence_
  SendWindow window_;
  uint64_t last_sequence_ = 0, sent_sequence_ = 0, records_ = 0, memory_bytes_ = 0;
  bool spool_full_ = false, spool_failed_ = false;
};

}  // namespace barrage

#endif  // AGENT_UPLOAD_BATCH_STORE_H_
