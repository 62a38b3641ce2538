#ifndef TESTS_SIM_HTTP_TEXT_H_
#define TESTS_SIM_HTTP_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace barrage::sim {

// How a reply ends: by chunks or Content-Length, or (HTTP/1.0) by closing.
struct Framing {
  bool http10 = false;
  bool keep_alive = true;  // false with http10
};

// A whole reply with Content-Length. `extra_fields`: lines ending in CRLF.
std::string WholeReply(const Framing& framing, int status, absl::string_view content_type, absl::string_view body,
                       absl::string_view extra_fields = "");

// The head of an event stream: chunked, except with HTTP/1.0.
std::string StreamHead(const Framing& framing);

// Appends one chunk (HTTP/1.0: the bare bytes). Requires !data.empty().
void AppendChunk(const Framing& framing, absl::string_view data, std::string* out);

// Appends the last chunk (HTTP/1.0: nothing).
void AppendLastChunk(const Framing& framing, std::string* out);

// {"error": {"message", "type", "param": null, "code": status}}
std::string ErrorBody(int status, absl::string_view type, absl::string_view message);

}  // namespace barrage::sim

#endif  // TESTS_SIM_HTTP_TEXT_H_
