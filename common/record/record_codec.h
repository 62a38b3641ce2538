#ifndef COMMON_RECORD_RECORD_CODEC_H_
#define COMMON_RECORD_RECORD_CODEC_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/record/request_record.h"
#include "proto/record.pb.h"

namespace barrage {

// The largest RecordBatchBody, serialised.
inline constexpr size_t kMostBatchBytes = size_t{64} << 20;

// Collects records into one batch: a RecordBatchBody, serialised and deflated. Not for several threads at once.
class RecordBatchEncoder {
 public:
  void Add(const RequestRecord& record);

  // The text of one of the batch's records. Requires valid UTF-8.
  void AddText(wire::KeptText text);

  int records() const { return body_.records_size(); }

  // About the size of the body that Finish will deflate.
  size_t bytes() const { return bytes_; }

  // The batch; the encoder is empty again.
  std::string Finish();

 private:
  uint32_t Intern(const std::string& text, google::protobuf::RepeatedPtrField<std::string>& table);

  wire::RecordBatchBody body_;
  size_t bytes_ = 0;
  int64_t last_index_ = 0, last_base_ = 0;
};

// All records of a batch. Error: DataLoss, naming what is malformed.
absl::StatusOr<std::vector<RequestRecord>> DecodeRecordBatch(absl::string_view batch);

// All texts of a batch; most have none. Error: DataLoss, as above.
absl::StatusOr<std::vector<wire::KeptText>> DecodeKeptTexts(absl::string_view batch);

}  // namespace barrage

#endif  // COMMON_RECORD_RECORD_CODEC_H_
