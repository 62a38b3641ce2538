#ifndef AGENT_SIGNALS_H_
#define AGENT_SIGNALS_H_

#include <functional>
#include <thread>

namespace barrage {

// Turns SIGTERM and SIGINT into calls of `on_signal`, on a thread of its own; ignores SIGHUP and SIGPIPE. Make it
// before any other thread: they inherit what it blocks.
class SignalWatch {
 public:
  explicit SignalWatch(std::function<void()> on_signal);

  // No call comes from then on.
  ~SignalWatch();

  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  std::thread thread_;
};

}  // namespace barrage

#endif  // AGENT_SIGNALS_H_
