#ifndef TESTS_SIM_SLOT_LINE_H_
#define TESTS_SIM_SLOT_LINE_H_

#include <cstdint>
#include <deque>
#include <optional>

namespace barrage::sim {

// Names one request of one connection, which may be gone by the time its turn comes.
struct Ticket {
  int fd = -1;
  uint64_t connection = 0;
  uint64_t exchange = 0;

  bool operator==(const Ticket&) const = default;
};

// A number of slots, and first in, first out for who finds none free.
class SlotLine {
 public:
  // 0: no limit.
  explicit SlotLine(int64_t slots) : slots_(slots) {}

  // Takes a slot if one is free and nobody waits.
  bool TryEnter() {
    if (!waiting_.empty() || !has_free_slot()) return false;
    ++busy_;
    return true;
  }

  void Wait(const Ticket& ticket) { waiting_.push_back(ticket); }

  // The next in line, which may try to Enter(); nothing while no slot is free or nobody waits.
  std::optional<Ticket> TakeNext() {
    if (waiting_.empty() || !has_free_slot()) return std::nullopt;
    const Ticket next = waiting_.front();
    waiting_.pop_front();
    return next;
  }

  // Requires what TryEnter() or TakeNext() just found: a free slot.
  void Enter() { ++busy_; }

  void Leave() { --busy_; }

 private:
  bool has_free_slot() const { return slots_ == 0 || busy_ < slots_; }

  const int64_t slots_;
  int64_t busy_ = 0;
  std::deque<Ticket> waiting_;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_SLOT_LINE_H_
