#include "agent/signals.h"

#include <pthread.h>
#include <signal.h>

#include <utility>

namespace barrage {
namespace {

// Ends the thread: nobody else sends it, since it is blocked everywhere.
constexpr int kEndWatch = SIGUSR2;

sigset_t Watched() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, kEndWatch);
  return set;
}

}  // namespace

SignalWatch::SignalWatch(std::function<void()> on_signal) {
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  const sigset_t watched = Watched();
  pthread_sigmask(SIG_BLOCK, &watched, nullptr);
  thread_ = std::thread([watched, on_signal = std::move(on_signal)] {
    int number = 0;
    while (sigwait(&watched, &number) == 0 && number != kEndWatch) on_signal();
  });
}

SignalWatch::~SignalWatch() {
  pthread_kill(thread_.native_handle(), kEndWatch);
  thread_.join();
}

}  // namespace barrage
