#ifndef COORDINATOR_FLEET_GRANT_BOOK_H_
#define COORDINATOR_FLEET_GRANT_BOOK_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "proto/agent.pb.h"
#include "proto/log.pb.h"
#include "proto/request.pb.h"

namespace barrage {

// The slices dealt to one agent in one run: which are on its stream (granted), and what may be sent or dealt again when
// the stream or the agent is gone. Pure.
class GrantBook {
 public:
  // With `keep_open` it also keeps each request until it is known to be sent: needed to deal it again.
  explicit GrantBook(bool keep_open) : keep_open_(keep_open) {}

  // A slice goes to the lanes. Returns its number: 1, 2, 3 … of the run.
  uint64_t Add(wire::ScheduleSlice slice);

  // It is on the stream.
  void Written(uint64_t number);

  // Every slice so far is on the stream.
  bool AllWritten() const { return written_ == added_; }

  // Requests dealt so far in the run: the position of the last one.
  uint64_t dealt() const { return dealt_; }

  // The agent used up its first `used` requests, so it has their slices.
  void Used(uint64_t used);

  // These were dispatched: they have records.
  void Dispatched(const std::vector<int64_t>& indices);

  // By keep_open: each request dealt so far is known to be sent.
  bool AllDispatched() const { return open_.empty(); }

  // The slices to send again, in order, on a new stream of an agent that has the first `received`; nullopt: all that
  // were written.
  std::vector<std::pair<uint64_t, wire::ScheduleSlice>> NotReceived(std::optional<uint64_t> received) const;

  // What may be dealt again, by keep_open. A lost agent: what was never granted, and what is intended after its lease:
  // an offset above `lease_end_offset_ns`, if given (open loop). One that left in good order: all without a record.
  std::vector<wire::ScheduledRequest> LostRequests(std::optional<int64_t> lease_end_offset_ns) const;
  std::vector<wire::ScheduledRequest> LeftRequests() const;

 private:
  struct Slice {
    uint64_t number = 0;
    uint64_t last_position = 0;
    wire::ScheduleSlice slice;
  };
  struct Open {
    wire::ScheduledRequest request;
    uint64_t slice = 0;
  };

  const bool keep_open_;
  std::deque<Slice> slices_;  // not known to be received
  uint64_t added_ = 0, written_ = 0, dealt_ = 0;
  std::map<int64_t, Open> open_;  // by index
};

// The log's entry for a slice.
wire::Grant GrantOf(uint32_t agent, const wire::ScheduleSlice& slice);

}  // namespace barrage

#endif  // COORDINATOR_FLEET_GRANT_BOOK_H_
