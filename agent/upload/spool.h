#ifndef AGENT_UPLOAD_SPOOL_H_
#define AGENT_UPLOAD_SPOOL_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "agent/upload/batcher.h"
#include "common/base/unique_fd.h"

namespace barrage {

// A file of batches in the order of their sequence numbers, for what does not fit in memory. Not for several threads at
// once.
//
// Format: frames, each of a 24-byte head and a body. Head, little-endian: u32 CRC-32 (zlib's) of all that follows in
// the frame · u32 body bytes · u64 sequence · u32 records · u32 zero.
class Spool {
 public:
  // Opens the spool at `path`, creating it if need be. What an earlier process left is kept up to the first frame that
  // is torn or damaged; the rest is cut off. Error: names the path.
  static absl::StatusOr<std::unique_ptr<Spool>> Open(const std::string& path);

  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Writes one frame at the end. Requires a sequence above all in the spool. Error: names the path; the file is as it
  // was.
  absl::Status Append(uint64_t sequence, const EncodedBatch& batch);

  // The batch `sequence`. Error: NotFound, or DataLoss when the disk gave back something else.
  absl::StatusOr<EncodedBatch> Read(uint64_t sequence) const;

  // Forgets everything up to and with `sequence`. The disk space comes back when nothing is left.
  void DropThrough(uint64_t sequence);

  // That the file takes.
  uint64_t bytes() const { return end_; }
  bool empty() const { return frames_.empty(); }
  uint64_t last_sequence() const { return frames_.empty() ? 0 : frames_.back().sequence; }

  // Removes the file's name. The spool stays usable until it is destroyed.
  void Unlink();

 private:
  struct Frame {
    uint64_t sequence = 0, offset = 0;
    uint32_t body_bytes = 0, records = 0;
  };

  Spool(std::string path, UniqueFd file) : path_(std::move(path)), file_(std::move(file)) {}
  absl::Status Recover();
  absl::StatusOr<EncodedBatch> ReadFrame(uint64_t offset, Frame& frame) const;
  absl::Status Error(absl::string_view what) const;

  const std::string path_;
  UniqueFd file_;
  std::deque<Frame> frames_;
  uint64_t end_ = 0;  // offset behind the last frame
};

}  // namespace barrage

#endif  // AGENT_UPLOAD_SPOOL_H_
