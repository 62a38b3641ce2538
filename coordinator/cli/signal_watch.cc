#include "coordinator/cli/signal_watch.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdint>

#include "coordinator/cli/exit_code.h"

namespace barrage {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

SignalWatch::SignalWatch(StopSignal& stop, std::function<void(StopLevel)> told)
    : stop_(stop), told_(std::move(told)), end_(eventfd(0, EFD_CLOEXEC)) {
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_.Reset(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  thread_ = std::thread([this] { Watch(); });
}

SignalWatch::~SignalWatch() {
  const uint64_t one = 1;
  while (write(end_.get(), &one, sizeof one) < 0) {
  }
  thread_.join();
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void SignalWatch::Watch() {
  int count = 0;
  while (true) {
    pollfd ready[] = {{signals_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}};
    if (poll(ready, 2, -1) < 0) continue;
    if (ready[1].revents != 0) return;
    signalfd_siginfo info;
    if (read(signals_.get(), &info, sizeof info) != sizeof info) continue;
    stop_.Raise(static_cast<int>(info.ssi_signo));
    if (++count > 3) _exit(InterruptedExitCode(stop_));
    told_(stop_.level());
  }
}

int InterruptedExitCode(const StopSignal& stop) {
  return stop.signal_number() == SIGTERM ? kExitTerminated : kExitInterrupted;
}

}  // namespace barrage
