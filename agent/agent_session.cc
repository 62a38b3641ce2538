#include "agent/agent_session.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "agent/agent_messages.h"
#include "agent/upload/spool_place.h"
#include "common/base/log.h"

namespace barrage {
namespace {

constexpr int64_t kSecondNs = 1'000'000'000;
constexpr int64_t kHandshakeNs = 10 * kSecondNs;
constexpr int64_t kSilenceNs = 10 * kSecondNs;  // an unanswered Progress this old: the stream is dead
constexpr int64_t kGoodbyeNs = 2 * kSecondNs;
constexpr int64_t kUploadAfterCutNs = 30 * kSecondNs;  // leaving

uint64_t SeedOf(const std::string& incarnation) { return std::hash<std::string>()(incarnation); }

}  // namespace

AgentSession::AgentSession(SessionOptions options, const Clock& clock, SessionStatus* status)
    : options_(std::move(options)),
      clock_(clock),
      status_(status),
      dialer_(options_.coordinator, SeedOf(options_.facts.incarnation()), events_, outbox_, clock),
      tokenizers_([this](ReadTokenizer read) { events_.Put(TokenizerCame{std::move(read)}); }) {}

AgentSession::~AgentSession() { DropLink(clock_.MonotonicNs()); }

int AgentSession::Run() {
  detached_ns_ = clock_.MonotonicNs();
  for (;;) {
    const int64_t now_ns = clock_.MonotonicNs();
    OnTime(now_ns);
    if (exit_code_ && (!dialer_.is_open() || now_ns >= goodbye_ns_)) return *exit_code_;
    const std::chrono::nanoseconds wait(std::max<int64_t>(NextDeadline(now_ns) - now_ns, 0));
    if (std::optional<SessionEvent> event = events_.Take(std::chrono::steady_clock::now() + wait)) {
      Handle(*std::move(event));
      ReapRun();
    }
  }
}

int64_t AgentSession::NextDeadline(int64_t now_ns) const {
  int64_t deadline_ns = now_ns + kSecondNs;
  if (!dialer_.is_open() && !exit_code_) deadline_ns = std::min(deadline_ns, dialer_.next_dial_ns());
  if (welcomed_ && run_ != nullptr) deadline_ns = std::min(deadline_ns, next_progress_ns_);
  if (exit_code_) deadline_ns = std::min(deadline_ns, goodbye_ns_);
  if (told_to_leave_ > 0) deadline_ns = std::min(deadline_ns, std::max(cut_ns_, now_ns + kSecondNs / 10));
  return deadline_ns;
}

void AgentSession::OnTime(int64_t now_ns) {
  if (exit_code_) return;
  if (dialer_.is_open() && !welcomed_ && now_ns - dialer_.opened_ns() > kHandshakeNs) DropLink(now_ns);
  if (welcomed_ && run_ != nullptr) {
    if (now_ns >= next_progress_ns_) {
      run_->SendProgress();
      // After a stall one, not all that were missed.
      next_progress_ns_ = std::max(next_progress_ns_ + kSecondNs, now_ns + kSecondNs / 2);
    }
    const std::optional<int64_t> since_ns = run_->progress_unanswered_since_ns();
    if (since_ns && now_ns - *since_ns > kSilenceNs) {
      LogWarning("the coordinator has not answered for 10 s: dialling again");
      DropLink(now_ns);
    }
  }
  if (run_ != nullptr && !welcomed_) {
    run_->RefreshHealth();  // for the health page alone
    ShowStatus();
    if (now_ns - detached_ns_ > options_.orphan_timeout.count()) Abandon("no coordinator came back for it");
  }
  if (run_ == nullptr && !welcomed_ && options_.coordinator_timeout &&
      now_ns - detached_ns_ > options_.coordinator_timeout->count()) {
    LogError("no coordinator at ", options_.coordinator.host_port);
    return Finish(kNoCoordinator);
  }
  if (told_to_leave_ > 0) {
    if (run_ == nullptr) return Finish(kDone);
    if (now_ns >= cut_ns_) run_->End(StopMode::kCancel, true);
    if (now_ns >= cut_ns_ + kUploadAfterCutNs) {
      Abandon("this process was told to leave, and the coordinator did not take its records in time");
      return Finish(kDone);
    }
  }
  dialer_.DialIfDue(now_ns, run_ != nullptr);
}

void AgentSession::DropLink(int64_t now_ns) {
  if (!dialer_.is_open()) return;
  dialer_.Drop(now_ns, run_ != nullptr);
  selftest_.reset();  // nobody waits for it any more
  if (std::exchange(welcomed_, false)) detached_ns_ = now_ns;
  tokenizers_.ForgetPieces();
  if (run_ != nullptr) run_->OnDetached();
  ShowStatus();
}

void AgentSession::Handle(SessionEvent event) {
  if (auto* came = std::get_if<MessageCame>(&event)) {
    if (dialer_.IsOpen(came->link)) OnMessage(std::move(came->message));
  } else if (const auto* closed = std::get_if<LinkClosed>(&event)) {
    if (dialer_.IsOpen(closed->link)) OnClosed(closed->status);
  } else if (const auto* warmed = std::get_if<WarmedUp>(&event)) {
    if (run_ != nullptr && warmed->run == run_->number()) run_->OnWarmedUp(warmed->result);
  } else if (const auto* done = std::get_if<LoopDone>(&event)) {
    if (run_ != nullptr && done->run == run_->number()) run_->OnLoopDone(done->phase);
  } else if (const auto* tokenizer = std::get_if<TokenizerCame>(&event)) {
    tokenizers_.Keep(tokenizer->read);
    if (run_ != nullptr) run_->OnTokenizer(tokenizer->read);
  } else {
    OnLeave();
  }
}

void AgentSession::OnClosed(const absl::Status& status) {
  if (welcomed_ && !exit_code_) LogInfo("the coordinator's stream ended: ", status.ok() ? "closed" : status.message());
  if (!welcomed_ && !status.ok() && !refused_) dialer_.Complain(std::string(status.message()));
  DropLink(clock_.MonotonicNs());
  if (std::exchange(refused_, false)) dialer_.WaitAfterRefusal();
}

void AgentSession::OnMessage(wire::CoordinatorMessage message) {
  using Kind = wire::CoordinatorMessage::BodyCase;
  switch (message.body_case()) {
    case Kind::kChallenge:
      return OnChallenge(message.challenge());
    case Kind::kWelcome:
      return OnWelcome(message.welcome());
    case Kind::kReject:
      return OnReject(message.reject());
    case Kind::kRunSetup:
      return OnSetup(std::move(*message.mutable_run_setup()));
    case Kind::kSelftest:
      if (run_ == nullptr) selftest_.emplace(message.selftest(), options_.facts.loops(), options_.barrage, outbox_);
      return;
    case Kind::kEndRun:
      if (run_ != nullptr) return run_->End(StopMode::kCancel, false);
      outbox_.Put(DrainedMessage(false, 0, 0));  // its run failed before it began
      return;
    default:
      break;
  }
  if (run_ == nullptr) return;  // meant for a run that failed here
  switch (message.body_case()) {
    case Kind::kTokenizer:
      return tokenizers_.Add(message.tokenizer());
    case Kind::kPayload:
      return run_->OnPayload(message.payload());
    case Kind::kSlice:
      return run_->OnSlice(std::move(*message.mutable_slice()));
    case Kind::kStart:
      return run_->OnStart(message.start());
    case Kind::kProgressAck:
      return run_->OnProgressAck(message.progress_ack().sequence());
    case Kind::kAck:
      return run_->OnAck(message.ack().sequence());
    case Kind::kStop:
      return run_->OnStop(message.stop().mode() == wire::Stop::CANCEL ? StopMode::kCancel : StopMode::kDrain);
    default:
      return;  // of a later version
  }
}

void AgentSession::OnChallenge(const wire::Challenge& challenge) {
  std::optional<HeldRun> held;
  if (run_ != nullptr) held = {run_->run_id(), run_->upload().acked_sequence, run_->slices_received()};
  outbox_.Put(HelloMessage(options_.facts, options_.run_token, challenge, held));
}

void AgentSession::OnWelcome(const wire::Welcome& welcome) {
  welcomed_ = true;
  dialer_.OnWelcome();
  agent_id_ = welcome.agent_id();
  LogInfo("connected to ", options_.coordinator.host_port, " as ", agent_id_);
  if (run_ != nullptr && welcome.run_id() == run_->run_id()) {
    run_->OnResumed(welcome.acked_sequence());
    next_progress_ns_ = clock_.MonotonicNs();
  } else if (run_ != nullptr) {
    Abandon("this coordinator does not know it");
  }
  ShowStatus();
}

void AgentSession::OnReject(const wire::Reject& reject) {
  refused_ = true;
  if (reject.reason() == wire::Reject::REPLACED) {
    LogError(reject.message());
    return Finish(kReplaced);
  }
  dialer_.Complain(absl::StrCat("refused by ", options_.coordinator.host_port, ": ", reject.message()));
  if (reject.reason() == wire::Reject::RUN_OVER && run_ != nullptr) Abandon(reject.message());
}

void AgentSession::OnSetup(wire::RunSetup setup) {
  selftest_.reset();
  if (run_ != nullptr) Abandon("the coordinator began another");
  if (setup.api_key().empty()) setup.set_api_key(options_.api_key);
  AgentRunOptions run;
  run.number = ++run_number_;
  run.agent_id = agent_id_;
  run.loops = options_.facts.loops();
  run.open_file_limit = options_.facts.open_file_limit();
  run.ports = options_.ports;
  run.record_memory_bytes = options_.record_memory_bytes;
  run.spool_path = SpoolPath(options_.spool_folder, setup.run_id(), options_.facts.incarnation());
  run.spool_bytes = SpoolCapacity(options_.spool_folder, options_.spool_limit_bytes);
  LogInfo("run ", setup.run_id(), " begins");
  run_ = std::make_unique<AgentRun>(std::move(run), std::move(setup), tokenizers_, events_, outbox_, clock_);
  next_progress_ns_ = clock_.MonotonicNs();
  if (told_to_leave_ > 0) return run_->End(StopMode::kCancel, true);
  run_->Prepare();
}

void AgentSession::OnLeave() {
  ++told_to_leave_;
  const int64_t now_ns = clock_.MonotonicNs();
  if (told_to_leave_ == 1) {
    LogInfo("told to leave");
    cut_ns_ = now_ns + options_.drain_timeout.count();
    if (run_ != nullptr) run_->End(StopMode::kDrain, true);
  } else if (told_to_leave_ == 2) {
    cut_ns_ = now_ns;
  } else {
    Finish(kDone);
    goodbye_ns_ = now_ns;
  }
}

// A run that came to its end is forgotten.
void AgentSession::ReapRun() {
  if (run_ != nullptr && run_->state() == RunState::kIdle) {
    LogInfo("run ", run_->run_id(), " is over");
    said_goodbye_ = told_to_leave_ > 0;
    run_.reset();
    if (options_.once || said_goodbye_) Finish(kDone);
  }
  ShowStatus();
}

void AgentSession::Abandon(absl::string_view why) {
  LogWarning("run ", run_->run_id(), " is dropped with ", run_->upload().queued_records,
             " records that were not acknowledged: ", why);
  run_.reset();
  if (options_.once) Finish(kNoCoordinator);
}

void AgentSession::Finish(int exit_code) {
  if (exit_code_) return;
  exit_code_ = exit_code;
  goodbye_ns_ = clock_.MonotonicNs() + kGoodbyeNs;
  if (!dialer_.is_open()) return;
  if (told_to_leave_ > 0 && welcomed_ && !said_goodbye_) outbox_.Put(DrainedMessage(true, 0, 0));
  dialer_.FinishWriting();
}

void AgentSession::ShowStatus() {
  if (status_ == nullptr) return;
  SessionStatus::View view{.welcomed = welcomed_, .agent_id = agent_id_};
  view.state = std::string(RunStateName(run_ == nullptr ? RunState::kIdle : run_->state()));
  if (run_ != nullptr) {
    view.run_id = run_->run_id();
    view.health = run_->health();
  }
  status_->Set(std::move(view));
}

}  // namespace barrage
