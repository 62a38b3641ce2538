#ifndef TESTS_SIM_LOOP_H_
#define TESTS_SIM_LOOP_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "common/base/unique_fd.h"
#include "tests/sim/connection.h"
#include "tests/sim/connection_table.h"
#include "tests/sim/exchange.h"
#include "tests/sim/slot_line.h"
#include "tests/sim/timer_queue.h"

namespace barrage::sim {

// One thread's event loop: accepts, reads requests, admits them to slots and sends every write of every answer at its
// due time. Due writes come first: they are looked at after each socket event.
class Loop {
 public:
  // `shared` and `stats` outlive the loop; `stats` is one of shared.stats.
  Loop(UniqueFd listener, const Shared& shared, Stats* stats);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Until Stop(). Requests that then are not finished go to the journal as "server_stopped".
  void Run();

  // Any thread.
  void Stop();

 private:
  void OnListener();
  void OnConnection(int fd, uint64_t ordinal, uint32_t events);
  void RunDue();
  void OnTimer(const Timer& timer);
  void OnIdleCheck(Connection& connection);
  void SendNextPiece(Connection& connection);

  void Advance(int fd, uint64_t ordinal);
  void Begin(Connection& connection, Exchange exchange);
  void Enqueue(Connection& connection);
  void Admit(Connection& connection, int64_t start_ns);
  void AdmitWaiting();
  void AddTimer(const Connection& connection, int64_t due_ns, bool idle_check);
  // The exchange's last write is out: it ends, and maybe the connection with it.
  void Settle(Connection& connection);
  void Finish(Connection& connection, absl::string_view ended);
  void Hang(Connection& connection, absl::string_view ended);

  const Shared shared_;
  Stats& stats_;
  ConnectionTable table_;
  UniqueFd wake_;
  bool stopping_ = false;
  TimerQueue timers_;
  SlotLine slots_;
  Piece piece_;
};

}  // namespace barrage::sim

#endif  // TESTS_SIM_LOOP_H_
