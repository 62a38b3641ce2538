#include "tests/sim/loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "tests/sim/monotonic.h"
#include "tests/sim/socket.h"

namespace barrage::sim {
namespace {

constexpr int64_t kLingerNs = 1'000'000'000;

}  // namespace

Loop::Loop(UniqueFd listener, const Shared& shared, Stats* stats)
    : shared_(shared),
      stats_(*stats),
      table_(std::move(listener), shared.options.max_body_bytes),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      slots_(shared.options.slots) {
  table_.WatchOwn(wake_.get());
}

Loop::~Loop() = default;

void Loop::Stop() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof(one));
}

void Loop::Run() {
  prctl(PR_SET_TIMERSLACK, 1);  // ns; the default is 50 us
  epoll_event events[64];
  while (!stopping_) {
    const int count = WaitUntil(table_.epoll(), events, 64, timers_.next_due_ns());
    RunDue();
    for (int i = 0; i < count; ++i) {
      const ConnectionTable::Source source = ConnectionTable::SourceOf(events[i]);
      if (source.connection != 0) {
        OnConnection(source.fd, source.connection, events[i].events);
      } else if (source.fd == table_.listener()) {
        OnListener();
      } else {
        stopping_ = true;
      }
      RunDue();
    }
  }
  for (const auto& connection : table_.all()) {
    if (connection != nullptr && connection->exchange.has_value()) Finish(*connection, "server_stopped");
  }
}

void Loop::OnListener() {
  bool turned_away = false;
  std::unique_ptr<Connection> accepted = table_.Accept(&turned_away);
  if (turned_away) ++stats_.refused;
  if (accepted == nullptr) return;
  ++stats_.connections;
  if (DrawRefusal(shared_.options.faults, shared_.options.latency.seed, accepted->ordinal())) {
    ++stats_.refused;
    return;
  }
  const Connection& connection = table_.Keep(std::move(accepted));
  if (shared_.options.idle_close_ns == 0) return;
  AddTimer(connection, connection.idle_since_ns + shared_.options.idle_close_ns, true);
}

void Loop::OnConnection(int fd, uint64_t ordinal, uint32_t events) {
  Connection* connection = table_.Find(fd, ordinal);
  if (connection == nullptr) return;
  if ((events & EPOLLOUT) != 0) {
    if (connection->Flush() == Connection::Sent::kGone) return Hang(*connection, "client_closed");
    if (!connection->has_unsent() && connection->exchange.has_value() && connection->exchange->last.has_value()) {
      Settle(*connection);
      Advance(fd, ordinal);
      connection = table_.Find(fd, ordinal);
      if (connection == nullptr) return;
    }
    table_.Watch(*connection);
  }
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
  if (!connection->Receive()) return Hang(*connection, "client_closed");
  Advance(fd, ordinal);
}

// What is due by now and no more: an overloaded loop still gets to its sockets.
void Loop::RunDue() {
  const int64_t now_ns = MonotonicNs();
  while (timers_.next_due_ns() <= now_ns) OnTimer(timers_.Pop());
}

void Loop::OnTimer(const Timer& timer) {
  Connection* connection = table_.Find(timer.fd, timer.connection);
  if (connection == nullptr) return;
  if (timer.idle_check) return OnIdleCheck(*connection);
  if (connection->exchange.has_value() && connection->exchange->ordinal == timer.exchange) SendNextPiece(*connection);
}

void Loop::OnIdleCheck(Connection& connection) {
  if (connection.closing) {
    if (MonotonicNs() - connection.idle_since_ns >= kLingerNs) Hang(connection, "");
    return;
  }
  const int64_t due_ns = connection.idle_since_ns + shared_.options.idle_close_ns;
  if (connection.exchange.has_value()) {
    AddTimer(connection, MonotonicNs() + shared_.options.idle_close_ns, true);
  } else if (MonotonicNs() >= due_ns) {
    Hang(connection, "");
  } else {
    AddTimer(connection, due_ns, true);
  }
}

void Loop::SendNextPiece(Connection& connection) {
  Exchange& exchange = *connection.exchange;
  Answer& answer = *exchange.answer;
  if (answer.next_is_timed()) stats_.lateness.Add(MonotonicNs() - answer.next_due_ns());
  answer.Next(&piece_);
  if (!piece_.bytes.empty()) {
    const Connection::Sent sent = connection.Send(piece_.bytes, piece_.kind, piece_.tokens);
    if (sent == Connection::Sent::kGone) return Hang(connection, "client_closed");
    if (sent == Connection::Sent::kBlocked) ++stats_.blocked_writes;
    stats_.generation_tokens += piece_.tokens;
  }
  if (piece_.after == After::kMore) {
    if (answer.next_due_ns() != kNeverNs) AddTimer(connection, answer.next_due_ns(), false);
  } else {
    exchange.last = piece_.after;
    if (!connection.has_unsent() || piece_.after == After::kReset) {
      const int fd = connection.fd();
      const uint64_t ordinal = connection.ordinal();
      Settle(connection);
      return Advance(fd, ordinal);
    }
  }
  if (connection.has_unsent()) table_.Watch(connection);
}

// Takes requests out of what was read, one at a time, if that connection still stands.
void Loop::Advance(int fd, uint64_t ordinal) {
  Connection* connection = table_.Find(fd, ordinal);
  while (connection != nullptr && !connection->exchange.has_value() && !connection->closing) {
    RequestPlace place{connection->ordinal(), connection->requests + 1, false};
    switch (connection->reader.Next()) {
      case HttpReader::Result::kNeedMore:
        return table_.Watch(*connection);
      case HttpReader::Result::kWantsContinue:
        connection->Send("HTTP/1.1 100 Continue\r\n\r\n", WriteKind::kHead, 0);
        break;
      case HttpReader::Result::kError:
        Begin(*connection, RejectBytes(connection->reader.error_status(), place, shared_));
        break;
      case HttpReader::Result::kRequest: {
        const uint64_t limit = shared_.options.close_after_requests;
        place.connection_ends = limit > 0 && place.ordinal >= limit;
        Begin(*connection, Route(connection->reader.request(), place, shared_));
        break;
      }
    }
    connection = table_.Find(fd, ordinal);
  }
  if (connection != nullptr) table_.Watch(*connection);
}

void Loop::Begin(Connection& connection, Exchange exchange) {
  ++connection.requests;
  exchange.entry.arrival_ns = connection.arrival_ns;
  exchange.entry.arrival_by_kernel = connection.arrival_by_kernel;
  exchange.entry.read_ns = connection.read_ns;
  connection.exchange = std::move(exchange);
  Exchange& begun = *connection.exchange;
  if (begun.spec.has_value()) return Enqueue(connection);
  begun.last = begun.after_reply;
  if (!begun.reply.empty()) {
    const std::string reply = std::move(begun.reply);
    const Connection::Sent sent = connection.Send(reply, WriteKind::kBody, 0);
    if (sent == Connection::Sent::kGone) return Hang(connection, "client_closed");
    if (sent == Connection::Sent::kBlocked) return table_.Watch(connection);
  }
  Settle(connection);
}

// The schedule counts from the request's arrival or, if it had to wait, from when its slot became free.
void Loop::Enqueue(Connection& connection) {
  ++stats_.waiting;
  if (slots_.TryEnter()) return Admit(connection, connection.exchange->entry.arrival_ns);
  slots_.Wait({connection.fd(), connection.ordinal(), connection.exchange->ordinal});
}

void Loop::AdmitWaiting() {
  while (const std::optional<Ticket> next = slots_.TakeNext()) {
    Connection* connection = table_.Find(next->fd, next->connection);
    if (connection == nullptr || !connection->exchange || connection->exchange->ordinal != next->exchange) continue;
    slots_.Enter();
    Admit(*connection, MonotonicNs());
  }
}

void Loop::Admit(Connection& connection, int64_t start_ns) {
  --stats_.waiting;
  ++stats_.running;
  Exchange& exchange = *connection.exchange;
  JournalEntry& entry = exchange.entry;
  entry.queue_ns = start_ns - entry.arrival_ns;
  entry.writes.reserve(entry.stream ? entry.planned_tokens / shared_.options.tokens_per_event + 4 : 1);
  stats_.prompt_tokens += entry.prompt_tokens;
  exchange.answer = std::make_unique<Answer>(*std::move(exchange.spec), start_ns);
  exchange.spec.reset();
  entry.planned_ttft_ns = exchange.answer->ttft_ns();
  AddTimer(connection, exchange.answer->next_due_ns(), false);
}

void Loop::AddTimer(const Connection& connection, int64_t due_ns, bool idle_check) {
  const uint64_t exchange = connection.exchange.has_value() ? connection.exchange->ordinal : 0;
  timers_.Add({due_ns, 0, connection.fd(), connection.ordinal(), exchange, idle_check});
}

void Loop::Settle(Connection& connection) {
  const After last = *connection.exchange->last;
  const JournalEntry& entry = connection.exchange->entry;
  int64_t tokens = 0;
  for (const JournalWrite& write : entry.writes) tokens += write.tokens;
  const bool cut = entry.fault != "none" && (connection.exchange->answer == nullptr || tokens < entry.planned_tokens);
  const char* ended = cut ? "fault" : "complete";
  if (last == After::kReset) {
    ArmReset(connection.fd());
    return Hang(connection, ended);
  }
  Finish(connection, ended);
  if (last == After::kClose) {
    // FIN now and close once the peer has: a close over unread bytes would be a reset.
    connection.closing = true;
    shutdown(connection.fd(), SHUT_WR);
    AddTimer(connection, connection.idle_since_ns + kLingerNs, true);
  }
}

void Loop::Finish(Connection& connection, absl::string_view ended) {
  Exchange exchange = *std::exchange(connection.exchange, std::nullopt);
  connection.idle_since_ns = MonotonicNs();
  exchange.entry.ended = std::string(ended);
  if (exchange.answer != nullptr) {
    --stats_.running;
    slots_.Leave();
    ++(ended != "complete" ? stats_.aborted : exchange.stopped_by_itself ? stats_.stopped : stats_.at_length);
  } else if (exchange.spec.has_value()) {
    --stats_.waiting;
  }
  if (exchange.journalled) shared_.journal.Add(std::move(exchange.entry));
  if (!stopping_) AdmitWaiting();
}

// Closes the connection. An exchange still in hand ends as `ended` says.
void Loop::Hang(Connection& connection, absl::string_view ended) {
  if (connection.exchange.has_value()) Finish(connection, ended);
  table_.Close(connection);
}

}  // namespace barrage::sim
