#ifndef COORDINATOR_WORKLOAD_BOUNDED_LINES_H_
#define COORDINATOR_WORKLOAD_BOUNDED_LINES_H_

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>

namespace barrage {

// The lines of a stream, one at a time, each without its end (LF or CRLF) and the first without a byte order mark. A
// line longer than the bound is cut there and the rest of it passed over.
class BoundedLines {
 public:
  // `input` must outlive it.
  BoundedLines(std::istream& input, size_t most_bytes) : input_(input), most_bytes_(most_bytes) {}

  // False at the end of the stream.
  bool Next();

  const std::string& line() const { return line_; }
  bool was_cut() const { return was_cut_; }
  int64_t number() const { return number_; }  // 1-based

 private:
  std::istream& input_;
  const size_t most_bytes_;
  std::string line_;
  bool was_cut_ = false;
  int64_t number_ = 0;
};

}  // namespace barrage

#endif  // COORDINATOR_WORKLOAD_BOUNDED_LINES_H_
