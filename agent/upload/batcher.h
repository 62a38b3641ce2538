#ifndef AGENT_UPLOAD_BATCHER_H_
#define AGENT_UPLOAD_BATCHER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "common/record/record_codec.h"
#include "common/record/request_record.h"

namespace barrage {

// What a RecordBatchEncoder made, and how many records it holds.
struct EncodedBatch {
  std::string body;
  uint32_t records = 0;
  bool operator==(const EncodedBatch&) const = default;
};

// Cuts a stream of records into batches: one is due when it has about `target_bytes`, or when its first record is
// `longest_wait_ns` old. Not for several threads at once.
class Batcher {
 public:
  Batcher(size_t target_bytes, int64_t longest_wait_ns)
      : target_bytes_(target_bytes), longest_wait_ns_(longest_wait_ns) {}

  void Add(const RequestRecord& record, int64_t now_ns);

  // The text of a record that is added next.
  void AddText(wire::KeptText text) { encoder_.AddText(std::move(text)); }

  bool Due(int64_t now_ns) const;

  // The batch so far, and a new one is begun. Absent: there is no record.
  std::optional<EncodedBatch> Take();

 private:
  const size_t target_bytes_;
  const int64_t longest_wait_ns_;
  RecordBatchEncoder encoder_;
  int64_t first_ns_ = 0;
};

}  // namespace barrage

#endif  // AGENT_UPLOAD_BATCHER_H_
