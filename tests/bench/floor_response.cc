#include "tests/bench/floor_response.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace barrage::bench {
FloorResponse::Seen FloorResponse::Take(absl::string_view bytes) {
  Seen seen;
  const bool joined = !rest_.empty();
  if (joined) {
    rest_.append(bytes.data(), bytes.size());
    bytes = rest_;
  }
  while (!bytes.empty() && !seen.ended && !seen.failed) {
    const size_t taken = TakePart(bytes, &seen);
    if (taken == 0) break;
    bytes.remove_prefix(taken);
  }
  rest_ = std::string(bytes);
  return seen;
}

// Each of these takes one whole part, or 0 bytes if it is not all there.
size_t FloorResponse::TakePart(absl::string_view bytes, Seen* seen) {
  switch (state_) {
    case State::kHead:
      return TakeHead(bytes, seen);
    case State::kChunkSize:
      return TakeChunkSize(bytes, seen);
    case State::kChunk:
      break;
  }
  if (bytes.size() < chunk_bytes_ + 2) return 0;
  const int events = events_.events(), tokens = events_.tokens();
  if (!events_.Take(bytes.substr(0, chunk_bytes_))) seen->failed = true;
  seen->events += events_.events() - events;
  seen->tokens += events_.tokens() - tokens;
  state_ = State::kChunkSize;
  return chunk_bytes_ + 2;
}

size_t FloorResponse::TakeHead(absl::string_view bytes, Seen* seen) {
  const size_t end = bytes.find("\r\n\r\n");
  if (end == absl::string_view::npos) return 0;
  const absl::string_view head = bytes.substr(0, end);
  seen->failed = !absl::StartsWith(head, "HTTP/1.1 200") || !absl::StrContains(head, "Transfer-Encoding: chunked");
  state_ = State::kChunkSize;
  return end + 4;
}

size_t FloorResponse::TakeChunkSize(absl::string_view bytes, Seen* seen) {
  const size_t end = bytes.find("\r\n");
  if (end == absl::string_view::npos) return 0;
  if (!absl::SimpleHexAtoi(bytes.substr(0, end), &chunk_bytes_)) {
    seen->failed = true;
    return end + 2;
  }
  if (chunk_bytes_ > 0) {
    state_ = State::kChunk;
    return end + 2;
  }
  if (bytes.size() < end + 4) return 0;
  state_ = State::kHead;
  events_.Restart();
  seen->ended = true;
  return end + 4;
}

}  // namespace barrage::bench
