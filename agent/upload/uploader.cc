#include "agent/upload/uploader.h"

#include <sys/resource.h>

#include <chrono>
#include <utility>

#include "agent/upload/token_counter.h"
#include "common/base/log.h"
#include "common/base/utf8.h"

namespace barrage {
namespace {

constexpr int kNice = 10;

// How often the thread looks for records: loops never wake it, since that would cost them a system call a record.
constexpr std::chrono::milliseconds kLook{20};

// About what a record and its text weigh until they are encoded.
size_t WeightOf(const RequestRecord& record, const std::optional<AnswerText>& text) {
  const size_t text_bytes = text ? text->answer.size() + text->reasoning.size() : 0;
  return sizeof(record) + 3 * record.events.size() + text_bytes;
}

std::string Kept(const std::string& text, const Secrets& secrets) {
  std::string kept = secrets.Redacted(text);
  return ToValidUtf8(kept, 3 * kept.size());  // a byte becomes three at most
}

// Where cores are short, counting may wait and an arrival may not: this thread, and on Linux no other of the process,
// gets a third of a loop's share.
void YieldToTheLoops() { setpriority(PRIO_PROCESS, 0, 5); }

}  // namespace

Uploader::Uploader(UploaderOptions options, const Clock& clock, std::function<void()> on_batch,
                   std::function<void(bool full)> on_full)
    : options_(std::move(options)),
      clock_(clock),
      on_batch_(std::move(on_batch)),
      on_full_(std::move(on_full)),
      store_(options_.store) {
  thread_ = std::thread([this] {
    // Encoding takes a millisecond at a time. On a core that it shares with a loop, the loop goes first.
    setpriority(PRIO_PROCESS, 0, kNice);  // Linux: of this thread
    Run();
  });
}

Uploader::~Uploader() { Stop(); }

void Uploader::Stop() {
  {
    const MutexLock lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Uploader::CountWith(std::shared_ptr<const Tokenizer> tokenizer) {
  const MutexLock lock(mutex_);
  tokenizer_ = std::move(tokenizer);
}

void Uploader::Accept(RequestRecord&& record, std::optional<AnswerText> text) {
  bool full;
  {
    const MutexLock lock(mutex_);
    ++accepted_records_;
    accepted_bytes_ += WeightOf(record, text);
    accepted_.push_back({std::move(record), std::move(text)});
    full = accepted_bytes_ > options_.handover_bytes;
  }
  if (full) SetFull(true, std::nullopt);
}

uint64_t Uploader::Flush() {
  {
    const MutexLock lock(mutex_);
    const uint64_t mine = ++flushes_asked_;
    changed_.notify_all();
    while (flushes_done_ < mine) changed_.wait(mutex_);
  }
  const MutexLock lock(store_mutex_);
  return store_.last_sequence();
}

std::optional<wire::RecordBatch> Uploader::NextToSend() {
  const MutexLock lock(store_mutex_);
  absl::StatusOr<std::optional<wire::RecordBatch>> batch = store_.NextToSend(clock_.MonotonicNs());
  if (batch.ok()) return *std::move(batch);
  // The run cannot be completed: what follows would leave a hole. The coordinator's drain deadline names it.
  LogError(batch.status().message());
  return std::nullopt;
}

void Uploader::Acknowledge(uint64_t sequence) {
  {
    const MutexLock lock(store_mutex_);
    store_.Acknowledge(sequence, clock_.MonotonicNs());
  }
  on_batch_();
}

void Uploader::ResumeAfter(uint64_t sequence) {
  {
    const MutexLock lock(store_mutex_);
    store_.ResumeAfter(sequence);
  }
  on_batch_();
}

UploadState Uploader::State() const {
  UploadState state;
  uint64_t acknowledged;
  {
    const MutexLock lock(store_mutex_);
    acknowledged = stored_records_ - store_.records();
    state.spool_bytes = store_.spool_bytes();
    state.last_sequence = store_.last_sequence();
    state.acked_sequence = store_.acked_sequence();
  }
  {
    const MutexLock lock(mutex_);
    state.accepted_records = accepted_records_;
    state.queued_records = accepted_records_ - acknowledged;
  }
  const MutexLock lock(full_mutex_);
  state.full = handover_full_ || spool_full_;
  return state;
}

void Uploader::Run() {
  Batcher batcher(options_.batch_bytes, options_.longest_wait_ns);
  bool yields = false;
  for (;;) {
    Work work = TakeWork();
    if (work.tokenizer && !std::exchange(yields, true)) YieldToTheLoops();
    int64_t now_ns = clock_.MonotonicNs();
    for (Handed& handed : work.handed) {
      if (handed.text && (work.tokenizer || options_.keep_texts_without)) {
        TakeText(work.tokenizer.get(), *std::move(handed.text), handed.record, batcher);
        handed.text.reset();
        now_ns = clock_.MonotonicNs();
      }
      batcher.Add(handed.record, now_ns);
      if (batcher.Due(now_ns)) Store(*batcher.Take());
    }
    if (work.flush || work.ended || batcher.Due(now_ns)) {
      if (std::optional<EncodedBatch> batch = batcher.Take()) Store(*std::move(batch));
    }
    bool spool_full;
    {
      const MutexLock lock(store_mutex_);
      spool_full = store_.spool_full();
    }
    SetFull(StillFull(work), spool_full);
    if (work.flush) {
      const MutexLock lock(mutex_);
      flushes_done_ = work.flushes;
      changed_.notify_all();
    }
    if (work.ended) return;
  }
}

void Uploader::TakeText(const Tokenizer* tokenizer, AnswerText&& text, RequestRecord& record, Batcher& batcher) const {
  if (tokenizer != nullptr && text.whole) CountTokens(*tokenizer, text, record);
  const bool said_something = !text.answer.empty() || !text.reasoning.empty() || record.outcome == Outcome::kOk;
  if (!options_.keep_texts_without || !said_something) return;
  const Secrets& secrets = *options_.keep_texts_without;
  wire::KeptText kept;
  kept.set_index(record.index);
  kept.set_answer(Kept(text.answer, secrets));
  kept.set_reasoning(Kept(text.reasoning, secrets));
  kept.set_partial(!text.whole);
  batcher.AddText(std::move(kept));
}

Uploader::Work Uploader::TakeWork() {
  const MutexLock lock(mutex_);
  if (!ended_ && flushes_asked_ == flushes_done_) changed_.wait_for(mutex_, kLook);
  Work work;
  work.handed.swap(accepted_);
  work.bytes = accepted_bytes_;
  work.tokenizer = tokenizer_;
  work.flushes = flushes_asked_;
  work.flush = flushes_asked_ > flushes_done_;
  work.ended = ended_;
  return work;
}

bool Uploader::StillFull(const Work& work) {
  const MutexLock lock(mutex_);
  accepted_bytes_ -= work.bytes;
  return accepted_bytes_ > options_.handover_bytes;
}

void Uploader::Store(EncodedBatch batch) {
  const uint32_t records = batch.records;
  absl::Status status;
  {
    const MutexLock lock(store_mutex_);
    stored_records_ += records;
    status = store_.Append(std::move(batch));
  }
  if (!status.ok() && !told_spool_fault_) {
    LogWarning(status.message(), "; records are kept in memory and dispatch stops");
    told_spool_fault_ = true;
  }
  on_batch_();
}

void Uploader::SetFull(std::optional<bool> handover_full, std::optional<bool> spool_full) {
  const MutexLock lock(full_mutex_);
  const bool before = handover_full_ || spool_full_;
  handover_full_ = handover_full.value_or(handover_full_);
  spool_full_ = spool_full.value_or(spool_full_);
  const bool after = handover_full_ || spool_full_;
  if (before != after) on_full_(after);
}

}  // namespace barrage
