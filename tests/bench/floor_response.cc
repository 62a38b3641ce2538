#include "tests/bench/floor_response.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "rapidjson/memorystream.h"
#include "rapidjson/reader.h"

namespace barrage::bench {
namespace {

// Whether a "content" or "text" with something in it goes by.
struct TextFinder : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TextFinder> {
  bool Key(const char* name, rapidjson::SizeType length, bool) {
    const absl::string_view key(name, length);
    is_text = key == "content" || key == "text";
    return true;
  }
  bool String(const char*, rapidjson::SizeType length, bool) {
    found |= is_text && length > 0;
    is_text = false;
    return true;
  }
  bool is_text = false;
  bool found = false;
};

}  // namespace

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
  TakeEvents(bytes.substr(0, chunk_bytes_), seen);
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
  event_.clear();
  seen->ended = true;
  return end + 4;
}

void FloorResponse::TakeEvents(absl::string_view data, Seen* seen) {
  if (!event_.empty()) {
    event_.append(data.data(), data.size());
    data = event_;
  }
  for (size_t end = data.find("\n\n"); end != absl::string_view::npos; end = data.find("\n\n")) {
    TakeEvent(data.substr(0, end), seen);
    data.remove_prefix(end + 2);
  }
  event_ = std::string(data);
}

void FloorResponse::TakeEvent(absl::string_view event, Seen* seen) {
  ++seen->events;
  if (!absl::ConsumePrefix(&event, "data: ") || event == "[DONE]") return;
  rapidjson::MemoryStream stream(event.data(), event.size());
  rapidjson::Reader reader;
  TextFinder finder;
  if (reader.Parse(stream, finder).IsError()) seen->failed = true;
  if (finder.found) ++seen->tokens;
}

}  // namespace barrage::bench
