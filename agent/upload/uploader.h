#ifndef AGENT_UPLOAD_UPLOADER_H_
#define AGENT_UPLOAD_UPLOADER_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "agent/upload/answer_text.h"
#include "agent/upload/batch_store.h"
#include "agent/upload/batcher.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/http/secrets.h"
#include "common/record/request_record.h"
#include "common/tokenizer/tokenizer.h"
#include "proto/agent.pb.h"

namespace barrage {

struct UploaderOptions {
  BatchStoreOptions store;
  size_t handover_bytes = size_t{64} << 20;  // records and texts that are not encoded yet: beyond it `full`
  size_t batch_bytes = size_t{64} << 10;
  int64_t longest_wait_ns = 200'000'000;                     // of a record for its batch
  std::optional<Secrets> keep_texts_without = std::nullopt;  // set: texts go into the batches, less these
};

struct UploadState {
  uint64_t accepted_records = 0;  // by Accept, ever
  uint64_t queued_records = 0;    // of these, not acknowledged
  uint64_t spool_bytes = 0;
  bool full = false;  // dispatch nothing more until it is false again
  uint64_t last_sequence = 0, acked_sequence = 0;
};

// The records of one run on their way from the loops to the coordinator. Its own thread counts the tokens of answers,
// encodes records into batches and, where memory's cap is passed, writes the spool; the loops pay for a move under a
// lock that is held for no longer. Thread-safe.
class Uploader {
 public:
  // `on_batch` is called, on any thread, when there may be a batch to send; `on_full`, on the uploader's or a loop's,
  // when UploadState.full changes. They must not wait and must not call the uploader.
  Uploader(UploaderOptions options, const Clock& clock, std::function<void()> on_batch,
           std::function<void(bool full)> on_full);
  ~Uploader();

  Uploader(const Uploader&) = delete;
  Uploader& operator=(const Uploader&) = delete;

  // Ends the thread, after what was accepted is in batches: no callback comes from it any more. Idempotent.
  void Stop();

  // Answers are counted with it from now on.
  void CountWith(std::shared_ptr<const Tokenizer> tokenizer);

  // Hands a record over, with the answer's text if its tokens are to be counted or it is to be kept. Never waits for a
  // disk, a network or the counting.
  void Accept(RequestRecord&& record, std::optional<AnswerText> text = std::nullopt);

  // Waits until everything accepted before the call is in a batch, and returns the last one's sequence.
  uint64_t Flush();

  // For the stream's writer; see BatchStore.
  std::optional<wire::RecordBatch> NextToSend();
  void Acknowledge(uint64_t sequence);
  void ResumeAfter(uint64_t sequence);

  UploadState State() const;

 private:
  struct Handed {
    RequestRecord record;
    std::optional<AnswerText> text;
  };

  // What the thread has to do at one look.
  struct Work {
    std::deque<Handed> handed;
    size_t bytes = 0;  // of these
    std::shared_ptr<const Tokenizer> tokenizer;
    uint64_t flushes = 0;
    bool flush = false, ended = false;
  };

  void Run();
  Work TakeWork();
  void TakeText(const Tokenizer* tokenizer, AnswerText&& text, RequestRecord& record, Batcher& batcher) const;
  // The work is done: whether what came meanwhile is too much.
  bool StillFull(const Work& work);
  void Store(EncodedBatch batch);
  void SetFull(std::optional<bool> handover_full, std::optional<bool> spool_full);

  const UploaderOptions options_;
  const Clock& clock_;
  const std::function<void()> on_batch_;
  const std::function<void(bool)> on_full_;

  mutable Mutex mutex_;  // hand-over: held for a move or a swap
  std::condition_variable_any changed_;
  std::deque<Handed> accepted_ ABSL_GUARDED_BY(mutex_);
  size_t accepted_bytes_ ABSL_GUARDED_BY(mutex_) = 0;  // with those that the thread is at work on
  std::shared_ptr<const Tokenizer> tokenizer_ ABSL_GUARDED_BY(mutex_);
  uint64_t accepted_records_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t flushes_asked_ ABSL_GUARDED_BY(mutex_) = 0, flushes_done_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;

  mutable Mutex store_mutex_;  // may be held while the spool is read or written; never taken by a loop
  BatchStore store_ ABSL_GUARDED_BY(store_mutex_);
  uint64_t stored_records_ ABSL_GUARDED_BY(store_mutex_) = 0;

  mutable Mutex full_mutex_;  // keeps the calls of on_full_ in order; the others are never held under it
  bool handover_full_ ABSL_GUARDED_BY(full_mutex_) = false, spool_full_ ABSL_GUARDED_BY(full_mutex_) = false;

  bool told_spool_fault_ = false;  // the thread's own

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace barrage

#endif  // AGENT_UPLOAD_UPLOADER_H_
