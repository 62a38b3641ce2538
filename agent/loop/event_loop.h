#ifndef AGENT_LOOP_EVENT_LOOP_H_
#define AGENT_LOOP_EVENT_LOOP_H_

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "agent/loop/loop_meter.h"
#include "agent/loop/timer.h"
#include "common/base/clock.h"
#include "common/base/unique_fd.h"

namespace barrage {

// What happens when a descriptor is ready.
class FdHandler {
 public:
  virtual ~FdHandler() = default;
  // `events`: EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP.
  virtual void OnReady(int fd, uint32_t events) = 0;
};

// One thread's epoll loop: descriptors, alarms to the microsecond (a timerfd), and a wake-up from other threads. It
// waits for epoll and for nothing else. Descriptors that can be written come before those that can only be read. Alarms
// that fall due while a batch of descriptors is handled run between two of them, not after the batch.
class EventLoop {
 public:
  // `clock` outlives the loop. Run, and all else that is called while it runs, is one thread's; Wake is anyone's.
  explicit EventLoop(const Clock& clock);

  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Tells `handler` when `fd` is ready (level-triggered); replaces an earlier watch. `handler` must live until
  // Unwatch. A handler may be called once more for a descriptor that was closed and opened anew in the same batch.
  void Watch(int fd, uint32_t events, FdHandler& handler);
  void Unwatch(int fd);

  // Runs `on_wake` whenever another thread has called Wake. Set before Run.
  void OnWake(std::function<void()> on_wake) { on_wake_ = std::move(on_wake); }

  // Runs `on_beat` about every 40 ms. Set before Run.
  void OnBeat(std::function<void()> on_beat) { on_beat_ = std::move(on_beat); }

  // Any thread, also when the loop does not run yet.
  void Wake();

  // Handles events until Quit. Returns at least every 40 ms from its wait.
  void Run();
  void Quit() { quit_ = true; }

  // Of the descriptors that were ready some were not handled yet. For alarms and handlers.
  bool HasReady() const { return left_ > 0; }

  TimerHeap& timers() { return timers_; }
  LoopMeter& meter() { return meter_; }
  int64_t FreshNs() const { return clock_.MonotonicNs(); }

 private:
  void ArmTimerFd();
  void RunDueTimers();
  void Beat();

  const Clock& clock_;
  UniqueFd epoll_, timer_, wake_;
  TimerHeap timers_;
  LoopMeter meter_;
  Timer heartbeat_;
  std::function<void()> on_wake_, on_beat_;
  std::vector<FdHandler*> handlers_;  // by descriptor
  int64_t next_beat_ns_ = 0;
  int64_t timer_armed_ns_ = TimerHeap::kNever;
  int left_ = 0;  // of the batch
  bool quit_ = false;
};

}  // namespace barrage

#endif  // AGENT_LOOP_EVENT_LOOP_H_
