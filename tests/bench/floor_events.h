#ifndef TESTS_BENCH_FLOOR_EVENTS_H_
#define TESTS_BENCH_FLOOR_EVENTS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace barrage::bench {

// The least that can be done with the events of a streamed chat reply: each event's JSON is read by SAX for its text.
// Takes any split of the bytes; takes only events as barrage-sim sends them.
class FloorEvents {
 public:
  // Adds the next bytes. False when an event is not JSON.
  bool Take(absl::string_view data);

  // Since the last Restart.
  int events() const { return events_; }  // of all kinds
  int tokens() const { return tokens_; }  // events that bring text

  // The next byte begins another reply.
  void Restart() {
    rest_.clear();
    events_ = tokens_ = 0;
  }

 private:
  bool TakeEvent(absl::string_view event);

  std::string rest_;  // bytes of an unfinished event
  int events_ = 0, tokens_ = 0;
};

}  // namespace barrage::bench

#endif  // TESTS_BENCH_FLOOR_EVENTS_H_
