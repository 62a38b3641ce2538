#include "agent/loop/timer.h"

namespace barrage {

void Timer::Arm(int64_t at_ns) {
  Disarm();
  heap_.Insert(*this, at_ns);
}

void Timer::Disarm() {
  if (armed()) heap_.Remove(*this);
}

void TimerHeap::RunDue(int64_t now_ns) {
  const uint64_t until_order = next_order_;
  while (!heap_.empty() && heap_[0]->at_ns_ <= now_ns && heap_[0]->order_ < until_order) {
    Timer& timer = *heap_[0];
    Remove(timer);
    timer.on_due_();
  }
}

void TimerHeap::Place(Timer* timer, size_t position) {
  heap_[position] = timer;
  timer->position_ = position;
}

void TimerHeap::Rise(size_t position) {
  Timer* const timer = heap_[position];
  while (position > 0) {
    const size_t parent = (position - 1) / 2;
    if (!Sooner(timer, heap_[parent])) break;
    Place(heap_[parent], position);
    position = parent;
  }
  Place(timer, position);
}

void TimerHeap::Sink(size_t position) {
  Timer* const timer = heap_[position];
  while (true) {
    size_t child = 2 * position + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && Sooner(heap_[child + 1], heap_[child])) ++child;
    if (!Sooner(heap_[child], timer)) break;
    Place(heap_[child], position);
    position = child;
  }
  Place(timer, position);
}

void TimerHeap::Insert(Timer& timer, int64_t at_ns) {
  timer.at_ns_ = at_ns;
  timer.order_ = next_order_++;
  heap_.push_back(&timer);
  Rise(heap_.size() - 1);
}

void TimerHeap::Remove(Timer& timer) {
  const size_t position = timer.position_;
  timer.position_ = Timer::kIdle;
  Timer* const last = heap_.back();
  heap_.pop_back();
  if (last == &timer) return;
  Place(last, position);
  Rise(position);
  Sink(last->position_);
}

}  // namespace barrage
