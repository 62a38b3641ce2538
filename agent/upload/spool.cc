#include "agent/upload/spool.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace barrage {
namespace {

constexpr size_t kHeadBytes = 24;
constexpr uint32_t kLargestBody = 64u << 20;

template <typename Integer>
void Put(std::string& out, Integer value) {
  for (size_t i = 0; i < sizeof(value); ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

template <typename Integer>
Integer Get(const char* bytes) {
  Integer value = 0;
  for (size_t i = 0; i < sizeof(value); ++i) value |= Integer{static_cast<uint8_t>(bytes[i])} << (8 * i);
  return value;
}

uint32_t Crc(absl::string_view a, absl::string_view b) {
  uLong crc = crc32_z(0, reinterpret_cast<const Bytef*>(a.data()), a.size());
  // A null pointer would mean "the initial value".
  if (!b.empty()) crc = crc32_z(crc, reinterpret_cast<const Bytef*>(b.data()), b.size());
  return static_cast<uint32_t>(crc);
}

// All of it, or false with errno (0: the file ended).
bool ReadAll(int fd, char* data, size_t size, uint64_t offset) {
  while (size > 0) {
    const ssize_t count = pread(fd, data, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) errno = 0;
    if (count <= 0) return false;
    data += count;
    offset += static_cast<uint64_t>(count);
    size -= static_cast<size_t>(count);
  }
  return true;
}

bool WriteAll(int fd, absl::string_view data, uint64_t offset) {
  while (!data.empty()) {
    const ssize_t count = pwrite(fd, data.data(), data.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    offset += static_cast<uint64_t>(count);
    data.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Spool>> Spool::Open(const std::string& path) {
  UniqueFd file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return absl::InternalError(absl::StrCat("spool ", path, ": ", std::strerror(errno)));
  std::unique_ptr<Spool> spool(new Spool(path, std::move(file)));
  RETURN_IF_ERROR(spool->Recover());
  return spool;
}

absl::Status Spool::Recover() {
  Frame frame;
  while (ReadFrame(end_, frame).ok() && frame.sequence > last_sequence()) {
    frames_.push_back(frame);
    end_ = frame.offset + kHeadBytes + frame.body_bytes;
  }
  if (ftruncate(file_.get(), static_cast<off_t>(end_)) != 0) return Error(std::strerror(errno));
  return absl::OkStatus();
}

absl::Status Spool::Append(uint64_t sequence, const EncodedBatch& batch) {
  if (batch.body.size() > kLargestBody) return Error("a batch above 64 MiB");
  std::string checked;
  Put(checked, static_cast<uint32_t>(batch.body.size()));
  Put(checked, sequence);
  Put(checked, batch.records);
  Put(checked, uint32_t{0});
  std::string bytes;
  bytes.reserve(kHeadBytes + batch.body.size());
  Put(bytes, Crc(checked, batch.body));
  absl::StrAppend(&bytes, checked, batch.body);
  if (!WriteAll(file_.get(), bytes, end_)) {
    const absl::Status error = Error(std::strerror(errno));
    // A torn frame would be overwritten by the next one; it only must not be taken for data after a crash.
    [[maybe_unused]] const int ignored = ftruncate(file_.get(), static_cast<off_t>(end_));
    return error;
  }
  frames_.push_back({sequence, end_, static_cast<uint32_t>(batch.body.size()), batch.records});
  end_ += bytes.size();
  return absl::OkStatus();
}

absl::StatusOr<EncodedBatch> Spool::ReadFrame(uint64_t offset, Frame& frame) const {
  std::string head(kHeadBytes, '\0');
  if (!ReadAll(file_.get(), head.data(), head.size(), offset)) return absl::DataLossError("torn frame");
  frame.offset = offset;
  frame.body_bytes = Get<uint32_t>(&head[4]);
  frame.sequence = Get<uint64_t>(&head[8]);
  frame.records = Get<uint32_t>(&head[16]);
  if (frame.body_bytes > kLargestBody) return absl::DataLossError("damaged frame");
  EncodedBatch batch{std::string(frame.body_bytes, '\0'), frame.records};
  if (!ReadAll(file_.get(), batch.body.data(), batch.body.size(), offset + kHeadBytes)) {
    return absl::DataLossError("torn frame");
  }
  if (Crc(absl::string_view(head).substr(4), batch.body) != Get<uint32_t>(head.data())) {
    return absl::DataLossError("damaged frame");
  }
  return batch;
}

absl::StatusOr<EncodedBatch> Spool::Read(uint64_t sequence) const {
  const auto found = std::lower_bound(frames_.begin(), frames_.end(), sequence,
                                      [](const Frame& frame, uint64_t wanted) { return frame.sequence < wanted; });
  if (found == frames_.end() || found->sequence != sequence) {
    return absl::NotFoundError(absl::StrCat("spool ", path_, ": no batch ", sequence));
  }
  Frame frame;
  absl::StatusOr<EncodedBatch> batch = ReadFrame(found->offset, frame);
  if (!batch.ok() || frame.sequence != sequence) {
    return absl::DataLossError(absl::StrCat("spool ", path_, ": batch ", sequence, " is damaged on disk"));
  }
  return batch;
}

void Spool::DropThrough(uint64_t sequence) {
  if (frames_.empty()) return;
  while (!frames_.empty() && frames_.front().sequence <= sequence) frames_.pop_front();
  if (!frames_.empty()) return;
  end_ = 0;
  [[maybe_unused]] const int ignored = ftruncate(file_.get(), 0);
}

void Spool::Unlink() { unlink(path_.c_str()); }

absl::Status Spool::Error(absl::string_view what) const {
  return absl::InternalError(absl::StrCat("spool ", path_, ": ", what));
}

}  // namespace barrage
