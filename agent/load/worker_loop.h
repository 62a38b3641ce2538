#ifndef AGENT_LOAD_WORKER_LOOP_H_
#define AGENT_LOAD_WORKER_LOOP_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "agent/load/closed_loop_pacer.h"
#include "agent/load/health_board.h"
#include "agent/load/mailbox.h"
#include "agent/load/pacer.h"
#include "agent/load/run_context.h"
#include "agent/load/stream_pool.h"
#include "agent/load/upcoming.h"
#include "agent/load/warm_up.h"
#include "agent/load/worker_command.h"
#include "agent/load/worker_types.h"
#include "agent/loop/curl_driver.h"
#include "agent/loop/event_loop.h"
#include "agent/loop/socket_stamps.h"

namespace barrage {

// What a worker's loop shares with other threads.
struct WorkerSeam {
  Mailbox<std::vector<WorkerCommand>> commands;
  HealthBoard health;
  // Requests are dispatched before this. Alone it is no command: it must hold for the very next request.
  std::atomic<int64_t> lease_until_ns{0};
};

// The part of a Worker that lives on the loop's thread: takes its commands, asks the pacer, sends, counts.
class WorkerLoop {
 public:
  // `loop` and `seam` outlive this. On the loop's thread, as all else.
  WorkerLoop(std::shared_ptr<const wire::RunSetup> setup, LoopPlace place, EventLoop& loop, const Clock& clock,
             WorkerSeam& seam, RecordSink on_record, PhaseDoneSink on_phase_done);

  // Serves until a QuitCommand; resolves the targets' names first.
  void Run();

 private:
  // Of the phase that runs.
  struct Running {
    StartOrder order;
    std::unique_ptr<Pacer> pacer;
    ClosedLoopPacer* shared_slots = nullptr;  // the pacer, where it has slots that requests share
    bool last = false;                        // nothing more is added
    bool closed = false;                      // dispatch is over
  };

  void Obey(AddCommand& command);
  void Obey(StartOrder& order);
  void Obey(AddSlotsCommand& command);
  void Obey(StopMode& mode);
  void Obey(WarmUpCommand& command);
  void Obey(AllowCommand& command);
  void Obey(QuitCommand&) { loop_.Quit(); }
  void TakeCommands();

  bool MayDispatch(int64_t now_ns) const;
  bool DispatchOpen(int64_t now_ns) const;
  void Pump();
  void WakePump(int64_t at_ns);
  void CountTime(int64_t now_ns);
  void CloseDispatch();
  void CutPhase();
  void Settle();

  void OnFinished(Transfer& transfer, FinishedRecord&& finished);
  void RecordUnsent(Waiting waiting);
  void Emit(FinishedRecord&& finished);
  void PostHealth();

  EventLoop& loop_;
  WorkerSeam& seam_;
  const RecordSink on_record_;
  const PhaseDoneSink on_phase_done_;
  RunContext context_;
  absl::Status resolved_;
  LoadCounters counters_;
  SocketStamps stamps_;
  CurlDriver driver_;
  const TransferGround ground_;
  StreamPool pool_;
  std::unique_ptr<WarmUp> warm_up_;

  Upcoming upcoming_;
  std::unique_ptr<Running> running_;  // null between phases
  bool stopped_ = false, allowed_ = true;
  int64_t counted_ns_ = 0;      // up to when time was counted as idle or blocked
  int64_t reads_until_ns_ = 0;  // ready sockets come first until then
  bool blocked_ = false;        // a request is due and the lease or the spool holds it back
  Timer pump_, close_, cut_, settle_;
};

}  // namespace barrage

#endif  // AGENT_LOAD_WORKER_LOOP_H_
