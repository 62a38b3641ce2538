#include "agent/load/transfer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/load/deadline.h"
#include "agent/load/planned_record.h"
#include "agent/load/transfer_end.h"

namespace barrage {
namespace {

// A deadline that finds the loop this late first lets it read what came in time.
constexpr int64_t kLateNs = 50'000'000;
// How soon a request that is to be cancelled, and is not yet sent, is looked at again.
constexpr int64_t kUnsentNs = 500'000;

}  // namespace

Transfer::Transfer(const TransferGround& ground, size_t number, OnFinished on_finished)
    : ground_(ground),
      number_(number),
      on_finished_(std::move(on_finished)),
      handle_(ground.driver.NewHandle(*this)),
      tracker_(ground.context.endpoint().endpoint(), ground.context.read_parameters(), ground.counters),
      deadline_(ground.loop.timers(), [this] { OnDeadline(); }) {
  CURL* const easy = handle_.easy.get();
  ground_.context.Configure(easy);
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::OnConnected);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, curl_error_.data());
}

Transfer::~Transfer() {
  ground_.stamps.Unbind(use_);
  if (in_flight_) handle_.multi->Remove(handle_.easy.get());
}

void Transfer::SetOptions() {
  CURL* const easy = handle_.easy.get();
  const wire::RunSetup& setup = ground_.context.setup();
  const wire::ScheduledRequest& request = due_.waiting.request;
  const Target& target = ground_.context.TargetOf(request.url_index());
  const std::string& body = **due_.waiting.body;
  request_id_ = absl::StrCat("X-Request-ID: ", setup.run_id(), "-", request.index());
  own_header_ = {.data = request_id_.data(), .next = ground_.context.headers()};
  curl_easy_setopt(easy, CURLOPT_URL, target.url.c_str());
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, target.ConnectTo(ground_.context.ConnectionOf(number_)));
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, &own_header_);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  // With sticky sessions what belongs to none is a session of its own: its connection begins and ends with it.
  const bool alone = setup.reuse() == wire::RunSetup::NEVER ||
                     (setup.reuse() == wire::RunSetup::STICKY_SESSIONS && !request.has_session());
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, alone ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, alone ? 1L : 0L);
}

void Transfer::Dispatch(Due due) {
  due_ = std::move(due);
  SetOptions();
  finished_ = {.record = PlannedRecord(due_, ground_.context.loop()), .answer_text = "", .reasoning_text = ""};
  in_flight_ = true;
  attempts_ = 0;
  answer_ns_ = 0;
  head_done_ = encoded_ = gave_grace_ = false;
  body_tail_ = {};
  curl_error_[0] = 0;
  use_ = {};
  RequestRecord& record = finished_.record;
  record.dispatched_ns = ground_.loop.FreshNs();
  tracker_.Begin(finished_, ground_.context.setup().streaming());
  ArmDeadline(*record.dispatched_ns);
  Send();
}

void Transfer::Send() {
  const uint64_t opened = ground_.stamps.opened();
  handle_.multi->Add(handle_.easy.get());
  // A connection to a near host stands at once: the request need not wait for the loop to come round.
  if (in_flight_ && use_.fd < 0 && ground_.stamps.opened() != opened)
    handle_.multi->DriveWrite(ground_.stamps.newest());
  SendWhatIsLeft();
}

void Transfer::SendWhatIsLeft() {
  while (in_flight_ && use_.fd >= 0) {
    const auto size = static_cast<curl_off_t>((*due_.waiting.body)->size());
    curl_off_t uploaded = 0;
    curl_easy_getinfo(handle_.easy.get(), CURLINFO_SIZE_UPLOAD_T, &uploaded);
    const uint64_t before = use_.bytes_sent;
    if (uploaded >= size) return;
    handle_.multi->DriveWrite(use_.fd);
    if (use_.bytes_sent == before) return;  // the socket is full: the loop goes on when it can take more
  }
}

int Transfer::OnConnected(void* self, char*, char*, int, int) {
  Transfer& transfer = *static_cast<Transfer*>(self);
  // libcurl sends a request again by itself when a reused connection turns out dead. Once, and on a fresh one.
  if (++transfer.attempts_ > 2) return CURL_PREREQFUNC_ABORT;
  transfer.finished_.record.resends = static_cast<uint32_t>(transfer.attempts_ - 1);
  curl_easy_setopt(transfer.handle_.easy.get(), CURLOPT_FRESH_CONNECT, 1L);
  transfer.ground_.stamps.Unbind(transfer.use_);
  transfer.ground_.stamps.BindNextSend(transfer.use_);
  return CURL_PREREQFUNC_OK;
}

size_t Transfer::OnHeader(char* data, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->TakeHeader({data, size * count});
}

size_t Transfer::OnBody(char* data, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->TakeBody({data, size * count});
}

// TLS itself sends bytes behind its handshake, which are nobody's answer.
bool Transfer::answer_began() const { return over_tls() ? answer_ns_ != 0 : use_.bytes_read > 0; }

bool Transfer::over_tls() const { return ground_.context.TargetOf(finished_.record.url_index).tls; }

size_t Transfer::TakeHeader(absl::string_view line) {
  if (ground_.stamps.receives() == 0) ground_.stamps.NoteUnseenRead(use_, line.size());
  if (answer_ns_ == 0) answer_ns_ = ground_.stamps.last_read().at_ns;
  if (line == "\r\n" || line == "\n") {
    long status = 0;
    const char* type = nullptr;
    curl_easy_getinfo(handle_.easy.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle_.easy.get(), CURLINFO_CONTENT_TYPE, &type);
    if (status >= 200) {
      head_done_ = true;
      tracker_.TakeHead(static_cast<int>(status), type == nullptr ? "" : type);
    }
  } else if (absl::StartsWithIgnoreCase(line, "content-encoding:")) {
    encoded_ = true;
  }
  return line.size();
}

size_t Transfer::TakeBody(absl::string_view bytes) {
  if (ground_.stamps.receives() == 0) ground_.stamps.NoteUnseenRead(use_, bytes.size());
  const ReadStamp& read = ground_.stamps.last_read();
  if (read.id != late_read_) {
    late_read_ = read.id;
    const int64_t seen_ready_ns = ground_.loop.meter().ready_since_ns();
    const int64_t ready_ns = read.kernel ? read.at_ns : seen_ready_ns;
    ground_.loop.meter().AddLateness(read.read_ns - ready_ns);
    // What the kernel merged has the stamp of its newest part: the others may have come any time since the loop looked,
    // or since the socket was empty.
    const int64_t earliest_ns = std::min(ready_ns, std::max(seen_ready_ns, read.empty_ns));
    read_late_ns_ = std::max<int64_t>(0, read.read_ns - earliest_ns);
  }
  KeepTail(body_tail_, bytes);
  return tracker_.Take(bytes, read, read_late_ns_) ? bytes.size() : CURL_WRITEFUNC_ERROR;
}

std::optional<int64_t> Transfer::SentNs() const {
  curl_off_t uploaded = 0;
  curl_easy_getinfo(handle_.easy.get(), CURLINFO_SIZE_UPLOAD_T, &uploaded);
  if (use_.sends == 0 || uploaded < static_cast<curl_off_t>((*due_.waiting.body)->size())) return std::nullopt;
  return use_.last_sent_ns;
}

void Transfer::ArmDeadline(int64_t earliest_ns) {
  const wire::RunSetup& setup = ground_.context.setup();
  const RequestRecord& record = finished_.record;
  int64_t at_ns = TimerHeap::kNever;
  if (setup.request_timeout_ns() > 0) at_ns = *record.dispatched_ns + setup.request_timeout_ns();
  if (setup.no_progress_timeout_ns() > 0) {
    const int64_t active_ns = std::max(use_.active_ns, *record.dispatched_ns);
    at_ns = std::min(at_ns, active_ns + setup.no_progress_timeout_ns());
  }
  if (record.cancel_after_ns) {
    const std::optional<int64_t> sent_ns = SentNs();
    at_ns =
        std::min(at_ns, sent_ns ? *sent_ns + *record.cancel_after_ns
                                : std::max(*record.dispatched_ns + *record.cancel_after_ns, earliest_ns + kUnsentNs));
  }
  if (at_ns != TimerHeap::kNever) deadline_.Arm(std::max(at_ns, earliest_ns));
}

void Transfer::OnDeadline() {
  const wire::RunSetup& setup = ground_.context.setup();
  const int64_t now_ns = ground_.loop.FreshNs();
  const DeadlineVerdict verdict = JudgeDeadline({.dispatched_ns = *finished_.record.dispatched_ns,
                                                 .active_ns = use_.active_ns,
                                                 .now_ns = now_ns,
                                                 .total_ns = setup.request_timeout_ns(),
                                                 .no_progress_ns = setup.no_progress_timeout_ns(),
                                                 .cancel_after_ns = finished_.record.cancel_after_ns,
                                                 .sent_ns = SentNs()});
  if (verdict.late_ns < 0) {
    ArmDeadline(now_ns);
  } else if (verdict.late_ns > kLateNs && !gave_grace_) {
    gave_grace_ = true;
    deadline_.Arm(now_ns + kLateNs);
  } else {
    finished_.record.timeout_was_no_progress = verdict.no_progress;
    Cut(verdict.end);
  }
}

void Transfer::Cut(TransferEnd reason) {
  handle_.multi->Remove(handle_.easy.get());
  Finish(reason, CURLE_OK);
}

// libcurl sends again what died on a reused connection before any answer, but counts how often over the whole life of a
// handle: every sixth time it gives up. And it does not where the server closed between the head's send() and the
// body's.
bool Transfer::MaySendAgain(CURLcode code) const {
  if (code != CURLE_SEND_ERROR && code != CURLE_RECV_ERROR && code != CURLE_GOT_NOTHING) return false;
  long connects = 0;
  curl_easy_getinfo(handle_.easy.get(), CURLINFO_NUM_CONNECTS, &connects);
  return attempts_ == 1 && connects == 0 && !answer_began();
}

void Transfer::SendAgain() {
  ground_.stamps.Unbind(use_);
  use_ = {};
  curl_error_[0] = 0;
  curl_easy_setopt(handle_.easy.get(), CURLOPT_FRESH_CONNECT, 1L);
  Send();
}

void Transfer::OnDone(CURLcode code) {
  if (MaySendAgain(code)) {
    SendAgain();
    return;
  }
  const AnswerBytes bytes{.head_done = head_done_,
                          .encoded = encoded_ || over_tls(),
                          .mid_event = tracker_.mid_event(),
                          .wire_tail = use_.tail,
                          .body_tail = body_tail_};
  Finish(EndOfTransfer(handle_.easy.get(), code, bytes), code);
}

void Transfer::Finish(TransferEnd end, CURLcode code) {
  deadline_.Disarm();
  ground_.stamps.Unbind(use_);
  RequestRecord& record = finished_.record;
  if (end == TransferEnd::kComplete) tracker_.End(**due_.waiting.body);
  const int64_t now_ns = ground_.loop.FreshNs();
  // What ends with its last byte ended when that came.
  const bool by_bytes = end == TransferEnd::kComplete && !use_.peer_closed && use_.bytes_read > 0;
  record.stream_end_ns = std::max(by_bytes ? use_.last_byte_ns : now_ns, record.events.last_at_ns());
  if (answer_began()) record.first_byte_ns = over_tls() ? answer_ns_ : use_.first_byte_ns;
  FillConnection(handle_.easy.get(), record);
  // libcurl's time is when the loop noticed.
  if (record.connect_done_ns && use_.connected_ns > 0) {
    record.connect_done_ns = std::min(*record.connect_done_ns, use_.connected_ns);
  }
  if (record.bytes_sent >= (*due_.waiting.body)->size() && use_.sends > 0) {
    // On a fast path the answer's stamp can be older than the return of the send() that asked for it.
    record.request_sent_ns = std::min(use_.last_sent_ns, record.first_byte_ns.value_or(use_.last_sent_ns));
  }
  record.outcome = DecideOutcome({.end = end,
                                  .response_byte = answer_began(),
                                  .http_status = record.http_status,
                                  .finished = tracker_.finished(),
                                  .error_said = tracker_.error_said(),
                                  .unreadable = tracker_.unreadable(),
                                  .asks_tokens = ground_.context.endpoint().asks_tokens,
                                  .has_tokens = tracker_.has_tokens()});
  FillError(code, curl_error_.data(), handle_.easy.get(), tracker_.refusal(), ground_.context.secrets(), record);
  in_flight_ = false;
  due_.waiting.body = SharedBody();
  on_finished_(*this, std::move(finished_));
}

}  // namespace barrage
