#include "common/sse/sse_parser.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace barrage {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The first CR or LF in `bytes`, or npos.
size_t FindLineEnd(absl::string_view bytes) {
  const void* const feed = std::memchr(bytes.data(), '\n', bytes.size());
  const size_t end = feed == nullptr ? bytes.size() : static_cast<const char*>(feed) - bytes.data();
  const void* const carriage = std::memchr(bytes.data(), '\r', end);
  if (carriage != nullptr) return static_cast<const char*>(carriage) - bytes.data();
  return feed == nullptr ? absl::string_view::npos : end;
}

}  // namespace

void SseParser::Reset() {
  line_.clear();
  name_.clear();
  data_.clear();
  data_view_ = {};
  has_data_ = data_kept_ = skip_line_feed_ = false;
  mark_bytes_ = 0;
}

absl::string_view SseParser::SkipByteOrderMark(absl::string_view bytes) {
  while (mark_bytes_ < 3 && !bytes.empty()) {
    if (bytes[0] != kByteOrderMark[mark_bytes_]) {
      // What looked like a mark so far is the start of a line.
      line_.append(kByteOrderMark.data(), mark_bytes_);
      mark_bytes_ = 3;
      break;
    }
    bytes.remove_prefix(1);
    ++mark_bytes_;
  }
  return bytes;
}

absl::Status SseParser::Feed(absl::string_view bytes, OnEvent on_event) {
  if (mark_bytes_ < 3) bytes = SkipByteOrderMark(bytes);
  while (!bytes.empty()) {
    if (skip_line_feed_) {
      skip_line_feed_ = false;
      if (bytes[0] == '\n') {
        bytes.remove_prefix(1);
        continue;
      }
    }
    const size_t end = FindLineEnd(bytes);
    const absl::string_view line = bytes.substr(0, end);
    if (line_.size() + line.size() > max_bytes_) {
      return absl::ResourceExhaustedError(absl::StrCat("an event line of over ", max_bytes_, " bytes"));
    }
    if (end == absl::string_view::npos) {
      line_.append(line.data(), line.size());
      break;
    }
    skip_line_feed_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    if (line_.empty()) {
      RETURN_IF_ERROR(TakeLine(line, on_event));
    } else {
      line_.append(line.data(), line.size());
      const absl::Status status = TakeLine(line_, on_event);
      KeepData();
      line_.clear();
      RETURN_IF_ERROR(status);
    }
  }
  KeepData();
  return absl::OkStatus();
}

absl::Status SseParser::TakeLine(absl::string_view line, OnEvent on_event) {
  if (line.empty()) return Dispatch(on_event);
  if (line[0] == ':') return on_event({.name = {}, .data = {}, .comment = true});
  const size_t colon = line.find(':');
  const absl::string_view field = line.substr(0, colon);
  absl::string_view value = colon == absl::string_view::npos ? absl::string_view() : line.substr(colon + 1);
  if (!value.empty() && value[0] == ' ') value.remove_prefix(1);
  if (field == "data") return TakeData(value);
  if (field == "event") name_.assign(value.data(), value.size());
  return absl::OkStatus();
}

absl::Status SseParser::TakeData(absl::string_view value) {
  if (!has_data_) {
    has_data_ = true;
    data_kept_ = false;
    data_view_ = value;
    return absl::OkStatus();
  }
  KeepData();
  if (data_.size() + 1 + value.size() > max_bytes_) {
    return absl::ResourceExhaustedError(absl::StrCat("an event of over ", max_bytes_, " bytes"));
  }
  absl::StrAppend(&data_, "\n", value);
  return absl::OkStatus();
}

void SseParser::KeepData() {
  if (!has_data_ || data_kept_) return;
  data_.assign(data_view_.data(), data_view_.size());
  data_kept_ = true;
}

absl::Status SseParser::Dispatch(OnEvent on_event) {
  absl::Status status;
  if (has_data_) status = on_event({.name = name_, .data = data_kept_ ? absl::string_view(data_) : data_view_});
  name_.clear();
  has_data_ = false;
  return status;
}

}  // namespace barrage
