#include "agent/loop/event_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>

#include <algorithm>

namespace barrage {
namespace {

// More than are ready at once, nearly always: a batch that is full says nothing of how long the rest has waited, nor
// whether there is any.
constexpr int kBatch = 8192;
constexpr int64_t kHeartbeatNs = 40'000'000;

}  // namespace

EventLoop::EventLoop(const Clock& clock)
    : clock_(clock),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      timer_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      meter_(clock.MonotonicNs()),
      heartbeat_(timers_, [this] { Beat(); }) {
  // Edge-triggered: both are settled by the next arming or write, without a read.
  for (const int fd : {timer_.get(), wake_.get()}) {
    epoll_event event{.events = EPOLLIN | EPOLLET, .data = {.fd = fd}};
    epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
  }
}

void EventLoop::Watch(int fd, uint32_t events, FdHandler& handler) {
  const size_t slot = static_cast<size_t>(fd);
  if (slot >= handlers_.size()) handlers_.resize(std::max(slot + 1, handlers_.size() * 2), nullptr);
  epoll_event event{.events = events, .data = {.fd = fd}};
  const bool known = handlers_[slot] != nullptr;
  handlers_[slot] = &handler;
  if (known && epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event) == 0) return;
  // A descriptor that was closed left epoll by itself, and its number may be back.
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void EventLoop::Unwatch(int fd) {
  const size_t slot = static_cast<size_t>(fd);
  if (slot >= handlers_.size() || handlers_[slot] == nullptr) return;
  handlers_[slot] = nullptr;
  epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void EventLoop::Wake() { eventfd_write(wake_.get(), 1); }

void EventLoop::ArmTimerFd() {
  const int64_t next_ns = timers_.NextNs();
  if (next_ns == timer_armed_ns_) return;
  timer_armed_ns_ = next_ns;
  itimerspec when{};
  if (next_ns != TimerHeap::kNever) {
    const int64_t at_ns = std::max<int64_t>(next_ns, 1);  // 0 would disarm
    when.it_value = {.tv_sec = at_ns / 1'000'000'000, .tv_nsec = at_ns % 1'000'000'000};
  }
  timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &when, nullptr);
}

void EventLoop::RunDueTimers() {
  const int64_t now_ns = FreshNs();
  if (timers_.NextNs() <= now_ns) timers_.RunDue(now_ns);
}

void EventLoop::Beat() {
  const int64_t now_ns = FreshNs();
  meter_.AddLateness(now_ns - next_beat_ns_);
  next_beat_ns_ = now_ns + kHeartbeatNs;
  heartbeat_.Arm(next_beat_ns_);
  if (on_beat_) on_beat_();
}

void EventLoop::Run() {
  prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
  next_beat_ns_ = FreshNs();
  meter_ = LoopMeter(next_beat_ns_);
  heartbeat_.Arm(next_beat_ns_);
  std::vector<epoll_event> ready(kBatch);
  while (!quit_) {
    RunDueTimers();
    if (quit_) break;
    ArmTimerFd();
    const int64_t entered_ns = FreshNs();
    // An alarm that fell due since is not slept over: a timerfd armed in the past is ready at once.
    const int count = epoll_wait(epoll_.get(), ready.data(), kBatch, -1);
    meter_.Waited(entered_ns, FreshNs(), count < kBatch);
    // What can be written first: reads have the kernel's stamp, requests that wait to be sent have none.
    std::partition(ready.begin(), ready.begin() + std::max(count, 0),
                   [](const epoll_event& event) { return (event.events & EPOLLOUT) != 0; });
    for (int i = 0; i < count && !quit_; ++i) {
      const int fd = ready[i].data.fd;
      left_ = count - 1 - i;
      if (fd == wake_.get()) {
        if (on_wake_) on_wake_();
      } else if (fd == timer_.get()) {
        timer_armed_ns_ = TimerHeap::kNever;
      } else if (FdHandler* handler = handlers_[static_cast<size_t>(fd)]) {
        handler->OnReady(fd, ready[i].events);
      }
      RunDueTimers();
    }
  }
}

}  // namespace barrage
