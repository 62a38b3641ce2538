#ifndef TESTS_BENCH_FLOOR_RESPONSE_H_
#define TESTS_BENCH_FLOOR_RESPONSE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/bench/floor_events.h"

namespace barrage::bench {

// The least that can be done with a streamed chat reply: head, chunks, and its events (floor_events.h). Takes any split
// of the bytes of one reply after another; takes only replies as barrage-sim sends them.
class FloorResponse {
 public:
  struct Seen {
    int events = 0;       // of all kinds
    int tokens = 0;       // events that bring text
    bool ended = false;   // the last chunk was read; the next byte begins another reply
    bool failed = false;  // not 200, not chunked, or not JSON
  };

  // Adds the next bytes. Stops after the end of a reply: requests are not pipelined.
  Seen Take(absl::string_view bytes);

 private:
  enum class State { kHead, kChunkSize, kChunk };

  size_t TakePart(absl::string_view bytes, Seen* seen);
  size_t TakeHead(absl::string_view bytes, Seen* seen);
  size_t TakeChunkSize(absl::string_view bytes, Seen* seen);

  State state_ = State::kHead;
  size_t chunk_bytes_ = 0;
  std::string rest_;  // bytes of an unfinished part
  FloorEvents events_;
};

}  // namespace barrage::bench

#endif  // TESTS_BENCH_FLOOR_RESPONSE_H_
