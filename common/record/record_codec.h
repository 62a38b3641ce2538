#ifndef COMMON_RECORD_RECORD_CODEC_H_
#define COMMON_RECORD_RECORD_CODEC_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/record/request_record.h"
#include "proto/record.pb.h"

namespace barrage {

// Collects records into one RecordBatchBody. Not for several threads at once.
class RecordBatchEncoder {
 public:
  void Add(const RequestRecord& record);

  int records() const { return body_.records_size(); }

  // About what Finish will give.
  size_t bytes() const { return bytes_; }

  // The serialised batch; the encoder is empty again.
  std::string Finish();

 private:
  uint32_t Intern(const std::string& text, google::protobuf::RepeatedPtrField<std::string>& table);

  wire::RecordBatchBody body_;
  size_t bytes_ = 0;
  int64_t last_index_ = 0, last_base_ = 0;
};

// All records of a serialised batch. Error: DataLoss, naming what is malformed.
absl::StatusOr<std::vector<RequestRecord>> DecodeRecordBatch(absl::string_view body);

}  // namespace barrage

#endif  // COMMON_RECORD_RECORD_CODEC_H_
