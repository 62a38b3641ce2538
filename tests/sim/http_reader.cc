#include "tests/sim/http_reader.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace barrage::sim {
namespace {

constexpr size_t kMaxHeadBytes = 64 << 10;
constexpr size_t kMaxLineBytes = 4 << 10;

bool ParseChunkSize(absl::string_view line, uint64_t* size) {
  const absl::string_view digits = absl::StripAsciiWhitespace(line.substr(0, line.find(';')));
  if (digits.empty() || digits.size() > 15) return false;
  return std::all_of(digits.begin(), digits.end(), [](char c) { return absl::ascii_isxdigit(c); }) &&
         absl::SimpleHexAtoi(digits, size);
}

}  // namespace

HttpReader::Result HttpReader::Next() {
  switch (state_) {
    case State::kHead:
      return ReadHead();
    case State::kSizedBody:
      return ReadSizedBody();
    case State::kBroken:
      return Result::kError;
    default:
      return ReadChunkedBody();
  }
}

HttpReader::Result HttpReader::ReadHead() {
  buffer_.erase(0, position_);
  position_ = 0;
  // Empty lines before a request line are to be skipped (RFC 9112 §2.2).
  const size_t start = std::min(buffer_.find_first_not_of("\r\n"), buffer_.size());
  if (start > 0) {
    buffer_.erase(0, start);
    scanned_ = 0;
  }
  const size_t end = buffer_.find("\r\n\r\n", scanned_);
  if (std::min(end, buffer_.size()) > kMaxHeadBytes) return Fail(431);
  if (end == std::string::npos) {
    scanned_ = buffer_.size() < 3 ? 0 : buffer_.size() - 3;
    return Result::kNeedMore;
  }
  scanned_ = 0;
  request_ = HttpRequest();
  sized_ = chunked_ = expects_continue_ = false;
  left_bytes_ = 0;
  position_ = end + 4;
  if (!ParseHead(absl::string_view(buffer_).substr(0, end))) return Fail(400);
  if (sized_ && chunked_) return Fail(400);
  if (left_bytes_ > max_body_bytes_) return Fail(413);
  state_ = chunked_ ? State::kChunkSize : State::kSizedBody;
  const bool has_body = chunked_ || left_bytes_ > 0;
  if (expects_continue_ && has_body && buffered_bytes() == 0) return Result::kWantsContinue;
  return Next();
}

HttpReader::Result HttpReader::ReadSizedBody() {
  if (buffered_bytes() < left_bytes_) return Result::kNeedMore;
  request_.body = buffer_.substr(position_, left_bytes_);
  position_ += left_bytes_;
  return Complete();
}

HttpReader::Result HttpReader::ReadChunkedBody() {
  absl::string_view line;
  while (true) {
    switch (state_) {
      case State::kChunkSize:
        if (!TakeLine(&line)) return buffered_bytes() > kMaxLineBytes ? Fail(400) : Result::kNeedMore;
        if (!ParseChunkSize(line, &left_bytes_)) return Fail(400);
        if (request_.body.size() + left_bytes_ > max_body_bytes_) return Fail(413);
        state_ = left_bytes_ == 0 ? State::kTrailer : State::kChunkData;
        break;
      case State::kChunkData:
        if (buffered_bytes() < left_bytes_) return Result::kNeedMore;
        request_.body.append(buffer_, position_, left_bytes_);
        position_ += left_bytes_;
        state_ = State::kChunkEnd;
        break;
      case State::kChunkEnd:
        if (!TakeLine(&line)) return buffered_bytes() > 1 ? Fail(400) : Result::kNeedMore;
        if (!line.empty()) return Fail(400);
        state_ = State::kChunkSize;
        break;
      default:  // kTrailer
        if (!TakeLine(&line)) return buffered_bytes() > kMaxLineBytes ? Fail(400) : Result::kNeedMore;
        if (line.empty()) return Complete();
        break;
    }
  }
}

bool HttpReader::ParseHead(absl::string_view head) {
  const size_t line_end = std::min(head.find("\r\n"), head.size());
  const absl::string_view line = head.substr(0, line_end);
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == absl::string_view::npos || first == last || first == 0) return false;
  const absl::string_view version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return false;
  request_.keep_alive = version == "HTTP/1.1";
  request_.method = std::string(line.substr(0, first));
  const absl::string_view target = line.substr(first + 1, last - first - 1);
  if (target.empty() || target.front() != '/') return false;
  request_.path = std::string(target.substr(0, target.find('?')));

  size_t at = line_end + 2;
  while (at < head.size()) {
    const size_t end = std::min(head.find("\r\n", at), head.size());
    const absl::string_view field = head.substr(at, end - at);
    at = end + 2;
    const size_t colon = field.find(':');
    if (colon == 0 || colon == absl::string_view::npos) return false;
    if (!ParseField(field.substr(0, colon), absl::StripAsciiWhitespace(field.substr(colon + 1)))) return false;
  }
  return true;
}

bool HttpReader::ParseField(absl::string_view name, absl::string_view value) {
  if (absl::EqualsIgnoreCase(name, "content-length")) {
    sized_ = true;
    return !value.empty() && std::all_of(value.begin(), value.end(), absl::ascii_isdigit) &&
           absl::SimpleAtoi(value, &left_bytes_);
  }
  if (absl::EqualsIgnoreCase(name, "transfer-encoding")) {
    chunked_ = absl::EqualsIgnoreCase(value, "chunked");
    return chunked_;
  }
  if (absl::EqualsIgnoreCase(name, "connection")) {
    if (absl::EqualsIgnoreCase(value, "close")) request_.keep_alive = false;
    if (absl::EqualsIgnoreCase(value, "keep-alive")) request_.keep_alive = true;
  } else if (absl::EqualsIgnoreCase(name, "expect")) {
    expects_continue_ = absl::EqualsIgnoreCase(value, "100-continue");
  } else if (absl::EqualsIgnoreCase(name, "x-request-id")) {
    request_.request_id = std::string(value);
  } else if (absl::EqualsIgnoreCase(name, "authorization")) {
    request_.authorization = std::string(value);
  }
  return true;
}

bool HttpReader::TakeLine(absl::string_view* line) {
  const size_t end = buffer_.find("\r\n", position_);
  if (end == std::string::npos) return false;
  *line = absl::string_view(buffer_).substr(position_, end - position_);
  position_ = end + 2;
  return true;
}

HttpReader::Result HttpReader::Fail(int status) {
  state_ = State::kBroken;
  error_status_ = status;
  return Result::kError;
}

HttpReader::Result HttpReader::Complete() {
  state_ = State::kHead;
  return Result::kRequest;
}

}  // namespace barrage::sim
