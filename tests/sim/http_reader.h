#ifndef TESTS_SIM_HTTP_READER_H_
#define TESTS_SIM_HTTP_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace barrage::sim {

struct HttpRequest {
  std::string method;
  std::string path;  // without the query
  bool keep_alive = true;
  std::string request_id;     // X-Request-ID, "" when absent
  std::string authorization;  // "" when absent
  std::string body;
};

// Cuts a connection's bytes into HTTP/1.x requests. The bytes may come in any pieces, several requests at a time.
class HttpReader {
 public:
  enum class Result {
    kNeedMore,
    kWantsContinue,  // once a request: the head asks for "100 Continue" and the body has not begun
    kRequest,        // request() is valid until the next Next()
    kError,          // error_status() says which; the connection is unusable from here on
  };

  explicit HttpReader(size_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}

  void Append(absl::string_view bytes) { buffer_.append(bytes.data(), bytes.size()); }
  Result Next();

  HttpRequest& request() { return request_; }
  int error_status() const { return error_status_; }
  size_t buffered_bytes() const { return buffer_.size() - position_; }

 private:
  enum class State { kHead, kSizedBody, kChunkSize, kChunkData, kChunkEnd, kTrailer, kBroken };

  Result ReadHead();
  Result ReadSizedBody();
  Result ReadChunkedBody();
  bool ParseHead(absl::string_view head);
  bool ParseField(absl::string_view name, absl::string_view value);
  bool TakeLine(absl::string_view* line);
  Result Fail(int status);
  Result Complete();

  const size_t max_body_bytes_;
  std::string buffer_;
  size_t position_ = 0;  // start of what was not consumed
  size_t scanned_ = 0;   // no head ends before this
  State state_ = State::kHead;
  HttpRequest request_;
  bool sized_ = false;
  bool chunked_ = false;
  bool expects_continue_ = false;
  uint64_t left_bytes_ = 0;  // of the body or the chunk
  int error_status_ = 0;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_HTTP_READER_H_
