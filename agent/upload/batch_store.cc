#include "agent/upload/batch_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace barrage {

BatchStore::~BatchStore() {
  if (spool_ != nullptr) spool_->Unlink();
}

absl::Status BatchStore::Append(EncodedBatch batch) {
  ++last_sequence_;
  records_ += batch.records;
  absl::Status status;
  const bool fits = memory_bytes_ + batch.body.size() <= options_.memory_bytes;
  if (!fits) {
    status = AppendToSpool(batch);
    spool_failed_ = !status.ok();
  }
  if (fits || !status.ok()) {
    memory_bytes_ += batch.body.size();
    batches_.push_back({batch.records, std::move(batch.body)});
  } else {
    batches_.push_back({batch.records, std::nullopt});
  }
  UpdateSpoolFull();
  return status;
}

absl::Status BatchStore::AppendToSpool(const EncodedBatch& batch) {
  if (spool_ == nullptr) {
    ASSIGN_OR_RETURN(spool_, Spool::Open(options_.spool_path));
  }
  if (spool_->bytes() + batch.body.size() > options_.spool_bytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat("spool ", options_.spool_path, ": full at ", spool_->bytes(), " bytes"));
  }
  return spool_->Append(last_sequence_, batch);
}

absl::StatusOr<std::optional<wire::RecordBatch>> BatchStore::NextToSend(int64_t now_ns) {
  if (sent_sequence_ == last_sequence_ || !window_.open()) return std::nullopt;
  const uint64_t sequence = sent_sequence_ + 1;
  const Held& held = batches_[sequence - acked_sequence() - 1];
  wire::RecordBatch batch;
  batch.set_run_id(options_.run_id);
  batch.set_sequence(sequence);
  batch.set_records(held.records);
  if (held.body) {
    batch.set_body(*held.body);
  } else {
    ASSIGN_OR_RETURN(EncodedBatch spooled, spool_->Read(sequence));
    batch.set_body(std::move(spooled.body));
  }
  sent_sequence_ = sequence;
  window_.Sent(now_ns);
  return batch;
}

void BatchStore::Acknowledge(uint64_t sequence, int64_t now_ns) {
  const uint64_t before = acked_sequence();
  DropThrough(sequence);
  window_.Acknowledged(acked_sequence() - before, now_ns);
}

void BatchStore::ResumeAfter(uint64_t sequence) {
  DropThrough(sequence);
  sent_sequence_ = acked_sequence();
  window_.Reset();
}

void BatchStore::DropThrough(uint64_t sequence) {
  while (!batches_.empty() && acked_sequence() < sequence) {
    const Held& held = batches_.front();
    records_ -= held.records;
    if (held.body) memory_bytes_ -= held.body->size();
    batches_.pop_front();
  }
  sent_sequence_ = std::max(sent_sequence_, acked_sequence());
  if (spool_ != nullptr) spool_->DropThrough(acked_sequence());
  if (memory_bytes_ <= options_.memory_bytes) spool_failed_ = false;
  UpdateSpoolFull();
}

void BatchStore::UpdateSpoolFull() {
  const double share =
      static_cast<double>(spool_bytes()) / static_cast<double>(std::max<uint64_t>(options_.spool_bytes, 1));
  spool_full_ = spool_failed_ || share >= (spool_full_ ? 0.8 : 0.9);
}

}  // namespace barrage
