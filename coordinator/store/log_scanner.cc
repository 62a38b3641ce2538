#include "coordinator/store/log_scanner.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/record/frame.h"
#include "coordinator/store/log_format.h"

namespace barrage {
namespace {

constexpr size_t kReadBytes = size_t{1} << 20;

}  // namespace

LogScanner::LogScanner(UniqueFd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

absl::StatusOr<LogScanner> LogScanner::Open(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) {
    const int error = errno;
    return absl::ErrnoToStatus(error, absl::StrCat(path, ": cannot open"));
  }
  LogScanner scanner(std::move(fd), path);
  RETURN_IF_ERROR(scanner.Fill(kLogMagic.size()));
  if (absl::string_view(scanner.buffer_).substr(0, kLogMagic.size()) != kLogMagic) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": not a record log"));
  }
  scanner.position_ = kLogMagic.size();
  scanner.whole_bytes_ = kLogMagic.size();
  return scanner;
}

absl::Status LogScanner::Fill(size_t wanted) {
  if (buffer_.size() - position_ >= wanted) return absl::OkStatus();
  buffer_.erase(0, position_);
  position_ = 0;
  while (buffer_.size() < wanted) {
    const size_t have = buffer_.size();
    buffer_.resize(have + std::max(kReadBytes, wanted - have));
    const ssize_t got = ::read(fd_.get(), buffer_.data() + have, buffer_.size() - have);
    const int error = errno;
    buffer_.resize(have + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && error != EINTR) return absl::ErrnoToStatus(error, absl::StrCat(path_, ": cannot read"));
    if (got == 0) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<ScannedFrame>> LogScanner::Next() {
  size_t wanted = kFrameHeaderBytes;
  while (true) {
    RETURN_IF_ERROR(Fill(wanted));
    const absl::string_view rest = absl::string_view(buffer_).substr(position_);
    const Frame frame = ReadFrame(rest);
    if (frame.state == FrameState::kWhole) {
      const ScannedFrame scanned{whole_bytes_ + kFrameHeaderBytes, frame.content};
      position_ += kFrameHeaderBytes + frame.content.size();
      whole_bytes_ += kFrameHeaderBytes + frame.content.size();
      return scanned;
    }
    if (frame.state == FrameState::kTorn && rest.size() >= wanted) {
      wanted = frame.needed;  // only the header was there: now the length is known
      continue;
    }
    torn_ = frame.state != FrameState::kEnd;
    return std::nullopt;
  }
}

}  // namespace barrage
