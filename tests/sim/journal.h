#ifndef TESTS_SIM_JOURNAL_H_
#define TESTS_SIM_JOURNAL_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace barrage::sim {

enum class WriteKind : char {
  kHead = 'h',      // headers alone
  kRole = 'r',      // headers and the role event, or the role event
  kToken = 't',     // a token event
  kUsage = 'u',     // the usage event
  kDone = 'd',      // [DONE] and the last chunk
  kBody = 'b',      // a whole reply that is no stream
  kFault = 'f',     // what a fault put there: an error event, a broken line, an early last chunk
  kFragment = '.',  // one byte of a dripped or fragmented stream
};

// One send(). The bytes left the process between `before_ns` (read immediately before send()) and before_ns + took_ns
// (immediately after); over loopback the receiving kernel stamps them within that interval. Where the socket was full,
// `before_ns` is the first try and the end is when the last byte was taken.
struct JournalWrite {
  int64_t before_ns = 0;
  uint32_t took_ns = 0;
  uint16_t tokens = 0;
  WriteKind kind = WriteKind::kToken;
};

// One request as the server saw it. Times are CLOCK_MONOTONIC in ns.
struct JournalEntry {
  std::string request_id;
  std::string method;
  std::string path;
  uint64_t connection = 0;             // ordinal of the connection, from 1
  uint64_t request_on_connection = 0;  // from 1
  int status = 0;                      // 0: no status line was sent
  uint64_t body_hash = 0;              // FNV-1a 64
  size_t body_bytes = 0;
  std::string body;  // with --journal-bodies
  bool stream = false;
  int64_t prompt_tokens = 0;
  int64_t planned_tokens = 0;
  int64_t planned_ttft_ns = 0;     // from admission
  int64_t arrival_ns = 0;          // last byte of the request
  bool arrival_by_kernel = false;  // the kernel's receive stamp, else the same as read_ns
  int64_t read_ns = 0;             // when this process had read it
  int64_t queue_ns = 0;            // wait for a slot
  std::vector<JournalWrite> writes;
  std::string ended;  // complete | client_closed | server_stopped | fault
  std::string fault = "none";
};

// One line of JSON, with its newline. README.md documents the fields.
void AppendJson(const JournalEntry& entry, std::string* out);

// Keeps finished requests in memory, up to a bound. Any thread.
class Journal {
 public:
  explicit Journal(size_t max_bytes) : max_bytes_(max_bytes) {}

  // Past the bound the entry is dropped and counted.
  void Add(JournalEntry entry);
  void Clear();

  // All lines. Formatting holds up the calling thread and those that end a request meanwhile: ask when no stream runs.
  std::string ToJsonLines() const;
  size_t dropped() const;

 private:
  mutable std::mutex mutex_;
  std::vector<JournalEntry> entries_;
  const size_t max_bytes_;
  size_t bytes_ = 0;
  size_t dropped_ = 0;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_JOURNAL_H_
