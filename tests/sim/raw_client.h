#ifndef TESTS_SIM_RAW_CLIENT_H_
#define TESTS_SIM_RAW_CLIENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/base/unique_fd.h"

namespace barrage::sim {

// A blocking loopback connection for tests that want to see the very bytes. No read waits longer than ten seconds.
class RawClient {
 public:
  enum class End { kOpen, kClosed, kReset, kTimedOut };

  explicit RawClient(int port);

  void Send(absl::string_view bytes);

  // Reads until what came holds `marker` `times` times, or the connection ends.
  void ReadUntil(absl::string_view marker, int times = 1);
  void ReadToEnd();
  // One recv(). False if it brought nothing.
  bool ReadSome();

  const std::string& received() const { return received_; }
  End end() const { return end_; }

  // Closes with RST.
  void Reset();

 private:
  UniqueFd fd_;
  std::string received_;
  End end_ = End::kOpen;
};

// A POST of `body`, kept alive.
std::string Post(absl::string_view path, absl::string_view body, absl::string_view request_id = "");
std::string Get(absl::string_view path);

// {"messages": …, "max_tokens": tokens, "stream": true, usage asked for}
std::string StreamBody(int tokens);

// How often `needle` stands in `text`.
int Count(absl::string_view text, absl::string_view needle);

}  // namespace barrage::sim

#endif  // TESTS_SIM_RAW_CLIENT_H_
