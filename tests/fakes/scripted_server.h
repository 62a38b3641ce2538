#ifndef TESTS_FAKES_SCRIPTED_SERVER_H_
#define TESTS_FAKES_SCRIPTED_SERVER_H_

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "common/base/mutex.h"
#include "common/base/unique_fd.h"

namespace barrage {

// One thing that the server does for a request, after the ones before it.
struct ScriptStep {
  enum class Kind { kSend, kPause, kHang, kClose, kReset };
  Kind kind = Kind::kSend;
  std::string bytes;                   // kSend
  std::chrono::milliseconds pause{0};  // kPause

  static ScriptStep Send(std::string bytes) { return {Kind::kSend, std::move(bytes), {}}; }
  static ScriptStep Pause(std::chrono::milliseconds pause) { return {Kind::kPause, "", pause}; }
  static ScriptStep Hang() { return {Kind::kHang, "", {}}; }    // until the client closes or the server ends
  static ScriptStep Close() { return {Kind::kClose, "", {}}; }  // FIN
  static ScriptStep Reset() { return {Kind::kReset, "", {}}; }  // RST
};
using Script = std::vector<ScriptStep>;

struct ScriptedRequest {
  int number = 0;      // of all requests, from 0
  int connection = 0;  // number of the connection it came on, from 0
  std::string head;    // request line and headers, with the blank line
  std::string body;
};

// An HTTP server on loopback that plays bytes, pauses and closes as it is told, a thread a connection. After a script
// without Close or Reset the connection takes the next request.
class ScriptedServer {
 public:
  // `play` is called for each request, one at a time.
  explicit ScriptedServer(std::function<Script(const ScriptedRequest&)> play);
  ~ScriptedServer();

  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  // "http://127.0.0.1:<port>"
  std::string origin() const;
  std::vector<ScriptedRequest> requests() const;
  int connections() const;

 private:
  void Accept();
  void Serve(UniqueFd fd, int connection);
  bool ReadRequest(int fd, std::string& buffered, ScriptedRequest& request);
  bool Perform(UniqueFd& fd, const ScriptStep& step);
  bool WaitReadable(int fd, int timeout_ms);

  const std::function<Script(const ScriptedRequest&)> play_;
  UniqueFd listener_, stop_;
  int port_ = 0;
  mutable Mutex mutex_;
  std::vector<ScriptedRequest> requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> serving_ ABSL_GUARDED_BY(mutex_);
  std::thread accepting_;
};

// The pieces of answers: a head with the given lines, a chunk, a stream's event.
std::string AnswerHead(const std::string& lines);
std::string Chunk(const std::string& bytes);
inline constexpr char kLastChunk[] = "0\r\n\r\n";

}  // namespace barrage

#endif  // TESTS_FAKES_SCRIPTED_SERVER_H_
