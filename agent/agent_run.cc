#include "agent/agent_run.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/agent_messages.h"
#include "agent/host/self_counters.h"
#include "agent/load/run_secrets.h"
#include "agent/loop_share.h"
#include "common/base/log.h"
#include "common/openai/endpoint.h"

namespace barrage {
namespace {

constexpr int64_t kWarmUpNs = 20'000'000'000;

bool KeepsTexts(const wire::RunSetup& setup) {
  const EndpointRow* const endpoint = FindEndpoint(setup.endpoint());
  return setup.keep_text() && endpoint != nullptr && endpoint->asks_tokens;
}

}  // namespace

AgentRun::AgentRun(AgentRunOptions options, wire::RunSetup setup, const TokenizerShelf& tokenizers, EventQueue& events,
                   Outbox& outbox, const Clock& clock)
    : options_(std::move(options)),
      setup_(std::make_shared<const wire::RunSetup>(std::move(setup))),
      tokenizers_(tokenizers),
      events_(events),
      outbox_(outbox),
      clock_(clock),
      sampler_({setup_->urls().begin(), setup_->urls().end()}),
      desk_([this](uint32_t loop, std::vector<Assigned> requests,
                   bool last) { workers_[loop]->Add(std::move(requests), last); },
            [this](RequestRecord&& record) {
              Accept({.record = std::move(record), .answer_text = "", .reasoning_text = ""});
            }) {
  UploaderOptions upload;
  if (KeepsTexts(*setup_)) upload.keep_texts_without = SecretsOf(*setup_);
  keeps_texts_ = upload.keep_texts_without.has_value();
  upload.store = {.run_id = setup_->run_id(),
                  .memory_bytes = options_.record_memory_bytes,
                  .spool_path = options_.spool_path,
                  .spool_bytes = options_.spool_bytes};
  uploader_ = std::make_shared<Uploader>(
      std::move(upload), clock_, [&outbox] { outbox.Wake(); },
      [this](bool full) {
        const MutexLock lock(gate_mutex_);
        if (!gate_open_) return;
        for (const auto& worker : workers_) worker->SetDispatchAllowed(!full);
      });
  ConnectSource();
  Become(RunEvent::kSetup);
}

AgentRun::~AgentRun() {
  outbox_.SetSource(nullptr);
  {
    const MutexLock lock(gate_mutex_);
    gate_open_ = false;
  }
  workers_.clear();
  // The stream's writer may hold it a moment longer; its thread must not call back any more.
  uploader_->Stop();
}

void AgentRun::Prepare() {
  if (setup_->urls().empty() || FindEndpoint(setup_->endpoint()) == nullptr) {
    return Fail(wire::RunFailed::INTERNAL,
                absl::StrCat("this agent does not know the endpoint \"", setup_->endpoint(), "\", or got no URL"));
  }
  const PortUse use = sampler_.ReadPorts();
  StreamDemand demand;
  demand.agent = options_.agent_id;
  demand.target = use.target;
  demand.streams = std::max(setup_->expected_streams(), setup_->warm_connections());
  demand.addresses = sampler_.addresses();
  demand.open_files = ReadSelfCounters().open_files;
  demand.open_file_limit = options_.open_file_limit;
  demand.ports_in_use = use.ports;
  demand.ports = options_.ports;
  if (const absl::Status fits = CheckLimits(demand); !fits.ok()) {
    return Fail(wire::RunFailed::LIMITS, fits.message());
  }
  needs_tokenizer_ = !setup_->tokenizer_sha256().empty();
  if (auto tokenizer = tokenizers_.Find(setup_->tokenizer_sha256()); needs_tokenizer_ && tokenizer != nullptr) {
    OnTokenizer({setup_->tokenizer_sha256(), std::move(tokenizer)});
  }
  AskForTokenizer();
  const uint32_t loops = LoopsFor(*setup_, options_.loops);
  for (uint32_t loop = 0; loop < loops; ++loop) {
    const int streams = static_cast<int>(ShareOf(setup_->expected_streams(), loop, loops));
    workers_.push_back(std::make_unique<Worker>(
        WorkerOptions{.setup = setup_, .loop = loop, .loops = loops, .expected_streams = streams, .clock = clock_},
        [this](FinishedRecord&& finished) { Accept(std::move(finished)); },
        [this](uint32_t phase) {
          events_.Put(LoopDone{options_.number, phase});
        }));
  }
  const int64_t deadline_ns = clock_.MonotonicNs() + kWarmUpNs;
  for (uint32_t loop = 0; loop < loops; ++loop) {
    workers_[loop]->WarmUp(WarmConnectionsOf(*setup_, loop, loops), deadline_ns, [this](const WarmUpResult& result) {
      events_.Put(WarmedUp{options_.number, result});
    });
  }
}

void AgentRun::OnWarmedUp(const WarmUpResult& result) {
  if (state_ != RunState::kPreparing) return;
  if (!result.status.ok()) return Fail(wire::RunFailed::TARGET, result.status.message());
  connections_open_ += result.open;
  ++loops_warm_;
  ReadyIfPrepared();
}

void AgentRun::AskForTokenizer() {
  const std::string& sha256 = setup_->tokenizer_sha256();
  if (needs_tokenizer_ && !tokenizers_.IsReading(sha256)) outbox_.Put(TokenizerWantedMessage(sha256));
}

void AgentRun::OnTokenizer(const ReadTokenizer& read) {
  if (!needs_tokenizer_ || read.sha256 != setup_->tokenizer_sha256()) return;
  if (!read.tokenizer.ok()) {
    if (state_ != RunState::kPreparing) return;
    return Fail(wire::RunFailed::INTERNAL,
                absl::StrCat("the run's tokenizer cannot be used: ", read.tokenizer.status().message()));
  }
  needs_tokenizer_ = false;
  uploader_->CountWith(*read.tokenizer);
  ReadyIfPrepared();
}

void AgentRun::ReadyIfPrepared() {
  if (state_ != RunState::kPreparing || workers_.empty() || loops_warm_ < workers_.size() || needs_tokenizer_) return;
  Become(RunEvent::kPrepared);
  outbox_.Put(ReadyMessage(1, connections_open_));
}

void AgentRun::OnSlice(wire::ScheduleSlice slice) {
  desk_.OnSlice(std::move(slice));
  // It came too late, and its records with it.
  if (state_ == RunState::kUploading) UploadRest();
}

// Any loop's thread, or the session's.
void AgentRun::Accept(FinishedRecord&& finished) {
  RequestRecord& record = finished.record;
  if (record.outcome == Outcome::kNotSent && leaving_.load(std::memory_order_relaxed)) return;
  std::optional<AnswerText> text;
  if (finished.text_is_whole || keeps_texts_) {
    text = {.answer = std::move(finished.answer_text),
            .reasoning = std::move(finished.reasoning_text),
            .whole = finished.text_is_whole};
  }
  uploader_->Accept(std::move(record), std::move(text));
}

// The slots of an agent that is gone, in the phase that runs.
void AgentRun::AddSlots(uint32_t slots) {
  const uint32_t loops = static_cast<uint32_t>(workers_.size());
  for (uint32_t loop = 0; loop < loops; ++loop) {
    const uint32_t more = ShareOf(slots, loop, loops) - ShareOf(slots_, loop, loops);
    if (more > 0) workers_[loop]->AddSlots(more);
  }
  slots_ = slots;
  desk_.SetSlots(slots);
}

void AgentRun::OnStart(const wire::Start& start) {
  // A new stream may bring it a second time, and it is sent again when there are more slots.
  if (start.phase() <= phase_ && phase_ > 0) {
    const bool runs = state_ == RunState::kRunning || state_ == RunState::kEnding;
    if (runs && start.phase() == phase_ && start.slots() > slots_ && slots_ > 0) AddSlots(start.slots());
    return;
  }
  if (state_ != RunState::kReady) {
    LogWarning("run ", run_id(), ": told to start while ", RunStateName(state_));
    return;
  }
  Become(RunEvent::kStart);
  phase_ = start.phase();
  loops_done_ = 0;
  slots_ = start.slots();
  records_before_phase_ = upload().accepted_records;
  const uint32_t loops = static_cast<uint32_t>(workers_.size());
  desk_.BeginPhase(phase_, loops, start.slots());
  for (uint32_t loop = 0; loop < loops; ++loop) workers_[loop]->Start(StartOrderOf(start, loop, loops));
}

void AgentRun::OnStop(StopMode mode) {
  if (state_ == RunState::kRunning || state_ == RunState::kEnding) {
    for (const auto& worker : workers_) worker->Stop(mode);
  } else if (state_ == RunState::kReady || state_ == RunState::kPreparing) {
    desk_.DropHeld();
    outbox_.Put(PhaseDoneMessage(phases_done_, phase_records_));
  }
}

void AgentRun::OnLoopDone(uint32_t phase) {
  const bool runs = state_ == RunState::kRunning || state_ == RunState::kEnding;
  if (!runs || phase != phase_ || ++loops_done_ < workers_.size()) return;
  phases_done_ = phase_;
  phase_records_ = upload().accepted_records - records_before_phase_;
  desk_.EndPhase();
  Become(RunEvent::kPhaseDone);
  outbox_.Put(PhaseDoneMessage(phases_done_, phase_records_));
  if (state_ == RunState::kUploading) UploadRest();
}

void AgentRun::End(StopMode mode, bool leaving) {
  leaving_.store(leaving_.load() || leaving);
  if (state_ == RunState::kIdle || state_ == RunState::kUploading) return;
  desk_.Close();
  if (state_ == RunState::kRunning || state_ == RunState::kEnding) {
    for (const auto& worker : workers_) worker->Stop(mode);
  }
  if (state_ == RunState::kEnding) return;
  Become(RunEvent::kEnd);
  if (state_ == RunState::kUploading) UploadRest();
}

void AgentRun::UploadRest() {
  last_sequence_ = uploader_->Flush();
  OnAck(upload().acked_sequence);
}

void AgentRun::OnAck(uint64_t sequence) {
  uploader_->Acknowledge(sequence);
  if (state_ != RunState::kUploading || upload().acked_sequence < last_sequence_) return;
  Become(RunEvent::kUploaded);
  outbox_.Put(DrainedMessage(leaving_.load(), last_sequence_, upload().accepted_records));
}

void AgentRun::OnProgressAck(uint64_t sequence) {
  if (const std::optional<int64_t> until_ns = lease_.Answer(sequence)) {
    for (const auto& worker : workers_) worker->SetLease(*until_ns);
  }
}

void AgentRun::OnDetached() {
  lease_.ForgetUnanswered();
  desk_.OnDetached();
}

void AgentRun::OnResumed(uint64_t acked_sequence) {
  uploader_->ResumeAfter(acked_sequence);
  ConnectSource();
  // The stream may have taken them with it.
  AskForTokenizer();
  if (state_ == RunState::kReady && phases_done_ == 0) outbox_.Put(ReadyMessage(1, connections_open_));
  if (phases_done_ > 0 && state_ != RunState::kRunning && state_ != RunState::kEnding)
    outbox_.Put(PhaseDoneMessage(phases_done_, phase_records_));
  OnAck(acked_sequence);
}

void AgentRun::ConnectSource() {
  outbox_.SetSource([uploader = uploader_] { return uploader->NextToSend(); });
}

void AgentRun::SendProgress() {
  std::vector<LoopHealth> loops;
  for (const auto& worker : workers_) loops.push_back(worker->TakeHealth());
  wire::AgentMessage message;
  wire::Progress& progress = *message.mutable_progress();
  progress.set_phase(phase_);
  const int64_t now_ns = clock_.MonotonicNs();
  health_ = sampler_.Sample(now_ns, loops, upload());
  *progress.mutable_health() = health_;
  progress.set_sequence(lease_.Send(now_ns));
  progress.set_sent_ns(now_ns);
  outbox_.Put(std::move(message));
}

void AgentRun::RefreshHealth() {
  std::vector<LoopHealth> loops;
  for (const auto& worker : workers_) loops.push_back(worker->LookAtHealth());
  health_ = sampler_.Sample(clock_.MonotonicNs(), loops, upload());
}

void AgentRun::Fail(wire::RunFailed::Kind kind, absl::string_view message) {
  LogError("run ", run_id(), ": ", message);
  outbox_.Put(RunFailedMessage(kind, message));
  Become(RunEvent::kFailed);
}

void AgentRun::Become(RunEvent event) {
  const std::optional<RunState> next = Transition(state_, event);
  if (!next) {
    LogError("run ", run_id(), ": nothing to do for this event while ", RunStateName(state_));
    return;
  }
  state_ = *next;
}

}  // namespace barrage
