#ifndef AGENT_LOAD_WARM_UP_H_
#define AGENT_LOAD_WARM_UP_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agent/load/stream_pool.h"
#include "agent/load/worker_types.h"
#include "agent/loop/timer.h"

namespace barrage {

// Opens connections before the load, each with one GET that the server answers, and leaves them to the streams. A few
// at a time, so that the server's accept queue holds them.
class WarmUp {
 public:
  // Begins. `done` is called once, when all are open or it is over; it must not destroy this. `pool` gets the streams
  // that the connections are for.
  WarmUp(const TransferGround& ground, StreamPool& pool, uint32_t connections, int64_t deadline_ns, WarmUpSink done);
  ~WarmUp();

 private:
  class Probe;

  void Go();
  void OnAnswered(const Probe& probe, CURLcode code);
  std::string UrlOf(size_t number) const;

  const TransferGround ground_;
  StreamPool& pool_;
  const uint32_t connections_;
  const int64_t deadline_ns_;
  const WarmUpSink done_;
  std::vector<std::unique_ptr<Probe>> probes_;  // that run, or ended since the last step
  uint32_t begun_ = 0, running_ = 0, open_ = 0;
  absl::Status fault_;      // the first
  bool tls_fault_ = false;  // it is TLS's: no connection will do better
  Timer go_;                // the next step
};

}  // namespace barrage

#endif  // AGENT_LOAD_WARM_UP_H_
