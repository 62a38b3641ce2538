#ifndef COMMON_SSE_SSE_PARSER_H_
#define COMMON_SSE_SSE_PARSER_H_

#include <cstddef>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace barrage {

// One server-sent event, or a comment. The views live until the callback that gets it returns.
struct SseEvent {
  absl::string_view name;  // its `event:` field; empty without one
  absl::string_view data;  // its `data:` lines, joined by LF
  bool comment = false;    // a comment line (keep-alive): name and data are empty
};

// Cuts a byte stream into server-sent events (WHATWG HTML §9.2): LF, CRLF and CR, a byte order mark, data over several
// lines; `id:` and `retry:` are skipped, events without data are none. Any split of the bytes gives the same events.
// Data that lies within one piece is not copied.
class SseParser {
 public:
  static constexpr size_t kDefaultMaxBytes = size_t{32} << 20;

  using OnEvent = absl::FunctionRef<absl::Status(const SseEvent&)>;

  // An event or a line of more than `max_bytes` is an error.
  explicit SseParser(size_t max_bytes = kDefaultMaxBytes) : max_bytes_(max_bytes) {}

  // Takes the next bytes of the stream and calls `on_event` for each event they complete, in order: an event is
  // complete with the line end that closes it. What is incomplete when the stream ends is no event. Errors:
  // ResourceExhausted for an event too large, or what `on_event` returned; after one, only Reset may be called.
  absl::Status Feed(absl::string_view bytes, OnEvent on_event);

  // The stream so far ends inside an event.
  bool mid_event() const { return !line_.empty() || has_data_ || !name_.empty(); }

  // Ready for another stream.
  void Reset();

 private:
  absl::string_view SkipByteOrderMark(absl::string_view bytes);
  absl::Status TakeLine(absl::string_view line, OnEvent on_event);
  absl::Status TakeData(absl::string_view value);
  absl::Status Dispatch(OnEvent on_event);
  void KeepData();

  const size_t max_bytes_;
  std::string line_;             // the start of a line whose end has not come
  std::string name_;             // of the event so far
  absl::string_view data_view_;  // its data while that is one line of the bytes being fed
  std::string data_;             // else its data
  bool has_data_ = false;
  bool data_kept_ = false;       // the data is in data_, not in data_view_
  bool skip_line_feed_ = false;  // the stream so far ends with CR: a following LF belongs to it
  int mark_bytes_ = 0;           // of the byte order mark seen; 3: past it
};

}  // namespace barrage

#endif  // COMMON_SSE_SSE_PARSER_H_
