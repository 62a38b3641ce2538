#include "agent/load/worker_loop.h"

#include <algorithm>
#include <ctime>
#include <utility>
#include <variant>

#include "agent/load/error_text.h"
#include "agent/load/open_loop_pacer.h"
#include "agent/load/planned_record.h"
#include "agent/load/single_slot_pacer.h"

namespace barrage {
namespace {

// Requests sent in a row before the loop looks again whether a socket is ready.
constexpr int kBurst = 4;
// Time for ready sockets after each request that has no time of its own, in times of that request.
constexpr int64_t kReadShare = 4;
constexpr int64_t kBlockedPollNs = 5'000'000;

CurlDriver::Options DriverOptions(const RunContext& context) {
  const wire::RunSetup& setup = context.setup();
  return {.kernel_stamps = !setup.user_stamps(),
          .idle_reuse_s = context.idle_reuse_s(),
          .reuse_connections = setup.reuse() != wire::RunSetup::NEVER,
          .share_connections = setup.reuse() != wire::RunSetup::STICKY_SESSIONS};
}

}  // namespace

WorkerLoop::WorkerLoop(std::shared_ptr<const wire::RunSetup> setup, LoopPlace place, EventLoop& loop,
                       const Clock& clock, WorkerSeam& seam, RecordSink on_record, PhaseDoneSink on_phase_done)
    : loop_(loop),
      seam_(seam),
      on_record_(std::move(on_record)),
      on_phase_done_(std::move(on_phase_done)),
      context_(std::move(setup), place),
      stamps_(clock),
      driver_(loop, stamps_, DriverOptions(context_)),
      ground_{context_, loop_, stamps_, driver_, counters_},
      pool_(ground_, [this](Transfer& transfer, FinishedRecord&& f) { OnFinished(transfer, std::move(f)); }),
      pump_(loop.timers(), [this] { Pump(); }),
      close_(loop.timers(), [this] { CloseDispatch(); }),
      cut_(loop.timers(), [this] { CutPhase(); }),
      settle_(loop.timers(), [this] { Settle(); }) {}

void WorkerLoop::Run() {
  resolved_ = context_.Resolve();
  loop_.OnWake([this] { TakeCommands(); });
  TakeCommands();
  loop_.OnBeat([this] { PostHealth(); });
  loop_.Run();
}

void WorkerLoop::TakeCommands() {
  std::vector<WorkerCommand> commands = seam_.commands.Take();
  for (WorkerCommand& command : commands) {
    std::visit([this](auto& one) { Obey(one); }, command);
  }
}

void WorkerLoop::Obey(AddCommand& command) {
  const int64_t now_ns = loop_.FreshNs();
  for (Waiting& waiting : command.requests) waiting.granted_ns = now_ns;
  const bool to_running = running_ != nullptr && !running_->last;
  if (to_running) running_->last = command.last;
  if (stopped_ || (to_running && running_->closed)) {
    for (Waiting& waiting : command.requests) RecordUnsent(std::move(waiting));
  } else if (to_running) {
    CountTime(now_ns);
    running_->pacer->Add(std::move(command.requests));
    WakePump(now_ns);
  } else {
    upcoming_.Add(std::move(command.requests), command.last);
  }
  settle_.Arm(now_ns);
}

void WorkerLoop::Obey(StartOrder& order) {
  Upcoming::Phase phase = upcoming_.Take();
  running_ = std::make_unique<Running>();
  running_->order = order;
  running_->last = phase.last;
  if (order.single_slots) {
    running_->pacer = std::make_unique<SingleSlotPacer>(order.t0_ns);
  } else if (order.slots == 0) {
    running_->pacer = std::make_unique<OpenLoopPacer>(order.t0_ns);
  } else {
    auto pacer = std::make_unique<ClosedLoopPacer>(order.t0_ns, order.slots, order.slot_opens_ns);
    running_->shared_slots = pacer.get();
    running_->pacer = std::move(pacer);
  }
  running_->pacer->Add(std::move(phase.requests));
  const int64_t now_ns = loop_.FreshNs();
  counted_ns_ = std::max(now_ns, order.t0_ns);
  if (order.dispatch_until_ns != 0) close_.Arm(std::max(now_ns, order.dispatch_until_ns));
  if (order.cut_at_ns != 0) cut_.Arm(std::max(now_ns, order.cut_at_ns));
  if (stopped_) CloseDispatch();
  WakePump(now_ns);
  settle_.Arm(now_ns);
}

void WorkerLoop::Obey(AddSlotsCommand& command) {
  if (running_ == nullptr || running_->shared_slots == nullptr) return;
  const int64_t now_ns = loop_.FreshNs();
  CountTime(now_ns);
  running_->shared_slots->AddSlots(command.slots, std::max(now_ns, running_->order.t0_ns));
  WakePump(now_ns);
}

void WorkerLoop::Obey(StopMode& mode) {
  stopped_ = true;
  if (running_ == nullptr) {
    while (upcoming_.waiting() > 0) {
      for (Waiting& waiting : upcoming_.Take().requests) RecordUnsent(std::move(waiting));
    }
    PostHealth();
    on_phase_done_(0);
    return;
  }
  CloseDispatch();
  if (mode == StopMode::kCancel) pool_.CutAll(TransferEnd::kCancelledAtEnd);
}

void WorkerLoop::Obey(WarmUpCommand& command) {
  if (!resolved_.ok() || command.connections == 0) {
    command.done({.status = resolved_, .open = 0});
    return;
  }
  warm_up_ =
      std::make_unique<WarmUp>(ground_, pool_, command.connections, command.deadline_ns, std::move(command.done));
}

void WorkerLoop::Obey(AllowCommand& command) {
  allowed_ = command.allowed;
  WakePump(loop_.FreshNs());
}

bool WorkerLoop::MayDispatch(int64_t now_ns) const {
  return allowed_ && now_ns < seam_.lease_until_ns.load(std::memory_order_acquire);
}

bool WorkerLoop::DispatchOpen(int64_t now_ns) const {
  return running_ != nullptr && !running_->closed && now_ns >= running_->order.t0_ns &&
         (running_->pacer->waiting() > 0 || !running_->last);
}

void WorkerLoop::CountTime(int64_t now_ns) {
  if (DispatchOpen(now_ns)) {
    const int64_t span_ns = std::max<int64_t>(0, now_ns - counted_ns_);
    counters_.slot_idle_ns += span_ns * running_->pacer->idle_slots(now_ns);
    if (blocked_) counters_.dispatch_blocked_ns += span_ns;
  }
  counted_ns_ = std::max(counted_ns_, now_ns);
}

void WorkerLoop::WakePump(int64_t at_ns) {
  if (running_ == nullptr || running_->closed) return;
  const int64_t next_ns = running_->pacer->NextDueNs();
  if (next_ns != Pacer::kNever) pump_.Arm(std::max(at_ns, next_ns));
}

void WorkerLoop::Pump() {
  int64_t now_ns = loop_.FreshNs();
  if (loop_.HasReady() && now_ns < reads_until_ns_) {
    pump_.Arm(now_ns);  // looks again behind the next socket
    return;
  }
  for (int sent = 0; sent < kBurst && running_ != nullptr && !running_->closed; ++sent) {
    const StartOrder& order = running_->order;
    if (now_ns < order.t0_ns || running_->pacer->NextDueNs() > now_ns) break;
    if (order.dispatch_until_ns != 0 && now_ns >= order.dispatch_until_ns) {
      CloseDispatch();
      return;
    }
    CountTime(now_ns);
    blocked_ = !MayDispatch(now_ns);
    if (blocked_) {
      pump_.Arm(now_ns + kBlockedPollNs);
      return;
    }
    std::optional<Due> due = running_->pacer->TakeDue(now_ns);
    if (!due) break;
    const int64_t share = due->intended_ns ? 1 : kReadShare;
    if (!due->waiting.body.ok() || !resolved_.ok()) {
      running_->pacer->OnFinished(due->slot, false, now_ns);
      RecordUnsent(std::move(due->waiting));
    } else {
      ++counters_.dispatched;
      pool_.Dispatch(*std::move(due));
    }
    settle_.Arm(now_ns);
    const int64_t took_ns = loop_.FreshNs() - now_ns;
    now_ns += took_ns;
    // What waits in a socket meanwhile may be merged with what comes next, and loses its time: where sockets are ready
    // they get as long as the request did or, where no time is set for the next, longer.
    if (loop_.HasReady()) {
      reads_until_ns_ = now_ns + share * took_ns;
      WakePump(now_ns);
      return;
    }
  }
  WakePump(now_ns);
}

void WorkerLoop::OnFinished(Transfer& transfer, FinishedRecord&& finished) {
  const int64_t now_ns = loop_.FreshNs();
  CountTime(now_ns);
  const bool refused = finished.record.outcome == Outcome::kConnectError;
  if (running_ != nullptr) running_->pacer->OnFinished(transfer.slot(), refused, now_ns);
  Emit(std::move(finished));
  WakePump(now_ns);
  settle_.Arm(now_ns);
}

void WorkerLoop::CloseDispatch() {
  close_.Disarm();
  if (running_ == nullptr || running_->closed) return;
  CountTime(loop_.FreshNs());
  running_->closed = true;
  blocked_ = false;
  pump_.Disarm();
  for (Waiting& waiting : running_->pacer->TakeWaiting()) RecordUnsent(std::move(waiting));
  settle_.Arm(loop_.FreshNs());
}

void WorkerLoop::CutPhase() {
  CloseDispatch();
  pool_.CutAll(TransferEnd::kCancelledAtEnd);
}

void WorkerLoop::Settle() {
  if (running_ == nullptr || pool_.in_flight() > 0) return;
  if (running_->pacer->waiting() > 0 || !(running_->last || stopped_)) return;
  const uint32_t phase = running_->order.phase;
  CountTime(loop_.FreshNs());
  running_.reset();
  pump_.Disarm();
  close_.Disarm();
  cut_.Disarm();
  PostHealth();
  on_phase_done_(phase);
}

void WorkerLoop::RecordUnsent(Waiting waiting) {
  Due due{.waiting = std::move(waiting), .intended_ns = std::nullopt, .blocked_ns = std::nullopt, .slot = 0};
  const wire::ScheduledRequest& request = due.waiting.request;
  if (running_ != nullptr && (running_->order.slots == 0 || request.has_offset_ns())) {
    due.intended_ns = running_->order.t0_ns + request.offset_ns();
  }
  FinishedRecord finished{.record = PlannedRecord(due, context_.loop()), .answer_text = "", .reasoning_text = ""};
  const absl::Status& fault = due.waiting.body.ok() ? resolved_ : due.waiting.body.status();
  if (!fault.ok()) finished.record.error = ErrorText(fault.message(), context_.secrets());
  Emit(std::move(finished));
}

void WorkerLoop::Emit(FinishedRecord&& finished) {
  const RequestRecord& record = finished.record;
  ++counters_.finished;
  ++counters_.outcomes[static_cast<size_t>(record.outcome) - 1];
  if (record.usage && record.usage->completion) counters_.output_tokens += *record.usage->completion;
  on_record_(std::move(finished));
}

void WorkerLoop::PostHealth() {
  timespec cpu;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
  const int64_t now_ns = loop_.FreshNs();
  CountTime(now_ns);
  const uint64_t waiting = upcoming_.waiting() + (running_ == nullptr ? 0 : running_->pacer->waiting());
  seam_.health.Post(counters_, int64_t{cpu.tv_sec} * 1'000'000'000 + cpu.tv_nsec, pool_.in_flight(), waiting,
                    loop_.meter().Take(now_ns));
}

}  // namespace barrage
