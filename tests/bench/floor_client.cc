// The floor of what a client must cost: one thread, epoll, one recvmsg() a wake-up, the least of HTTP and SSE, a SAX
// pass over each event, and nothing else. Prints one line of JSON (client_figures.h).
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/bench/client_figures.h"
#include "tests/bench/client_flags.h"
#include "tests/bench/floor_response.h"
#include "tests/bench/floor_socket.h"

namespace barrage::bench {
namespace {

struct Stream {
  UniqueFd fd;
  FloorResponse response;
  RequestTimes times;
};

class FloorClient {
 public:
  explicit FloorClient(const ClientFlags& flags) : flags_(flags), body_(RequestBody(flags)) {}

  // False if a connection could not be made.
  bool ConnectAll() {
    epoll_.Reset(epoll_create1(EPOLL_CLOEXEC));
    streams_.resize(flags_.streams);
    for (size_t i = 0; i < streams_.size(); ++i) {
      streams_[i].fd = Connect(flags_);
      if (!streams_[i].fd.valid()) return false;
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, streams_[i].fd.get(), &event);
    }
    return true;
  }

  Figures Run() {
    prctl(PR_SET_TIMERSLACK, 1);
    const int64_t begun_ns = MonotonicNs();
    const auto warmup_ns = static_cast<int64_t>(flags_.warmup_s * 1e9);
    const int64_t window_begin_ns = begun_ns + warmup_ns;
    const int64_t window_end_ns = window_begin_ns + static_cast<int64_t>(flags_.duration_s * 1e9);
    int64_t cpu_begin_ns = 0;
    size_t started = 0;
    epoll_event events[64];
    for (int64_t now_ns = begun_ns; now_ns < window_end_ns; now_ns = MonotonicNs()) {
      while (started < streams_.size() && now_ns >= StartOf(started, begun_ns, warmup_ns)) Send(streams_[started++]);
      if (!counting_ && now_ns >= window_begin_ns) {
        counting_ = true;
        cpu_begin_ns = CpuNs();
        figures_.window_ns = -now_ns;
      }
      const int64_t next_ns = started < streams_.size() ? StartOf(started, begun_ns, warmup_ns)
                              : counting_               ? window_end_ns
                                                        : window_begin_ns;
      const int64_t wait_ns = std::max<int64_t>(next_ns - now_ns, 0);
      const timespec timeout{wait_ns / 1000000000, wait_ns % 1000000000};
      const int count = epoll_pwait2(epoll_.get(), events, 64, &timeout, nullptr);
      for (int i = 0; i < count; ++i) OnReadable(streams_[events[i].data.u64]);
    }
    figures_.window_ns += MonotonicNs();
    figures_.cpu_ns = CpuNs() - cpu_begin_ns;
    figures_.client = flags_.user_stamps ? "floor, user stamps" : "floor, kernel stamps";
    figures_.streams = flags_.streams;
    return std::move(figures_);
  }

  const std::vector<RequestTimes>& finished() const { return finished_; }

 private:
  // First requests are spread over the warm-up, or all tokens of all streams would come at once for ever.
  int64_t StartOf(size_t stream, int64_t begun_ns, int64_t warmup_ns) const {
    return begun_ns + static_cast<int64_t>(stream) * warmup_ns / static_cast<int64_t>(streams_.size());
  }

  void Send(Stream& stream) {
    stream.times.request_id = absl::StrCat("floor-", next_request_++);
    stream.times.token_ns.clear();
    stream.times.coalesced.clear();
    const std::string request =
        absl::StrCat("POST /v1/chat/completions HTTP/1.1\r\nHost: ", flags_.host, ":", flags_.port,
                     "\r\nContent-Type: application/json\r\nX-Request-ID: ", stream.times.request_id,
                     "\r\nContent-Length: ", body_.size(), "\r\n\r\n", body_);
    stream.times.sent_ns = MonotonicNs();
    const ssize_t sent = send(stream.fd.get(), request.data(), request.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(request.size())) Fail(stream);
  }

  void OnReadable(Stream& stream) {
    if (!stream.fd.valid()) return;
    char buffer[4096];
    const Read read = ReadStamped(stream.fd.get(), buffer, sizeof(buffer));
    if (read.bytes < 0 && errno == EAGAIN) return;
    if (read.bytes <= 0) return Fail(stream);
    const FloorResponse::Seen seen = stream.response.Take(absl::string_view(buffer, read.bytes));
    if (seen.failed) return Fail(stream);
    for (int i = 0; i < seen.tokens; ++i) AddToken(stream, read.at_ns, seen.events > 1);
    if (!seen.ended) return;
    if (counting_) ++figures_.requests;
    if (!flags_.times_file.empty()) finished_.push_back(stream.times);
    Send(stream);
  }

  void AddToken(Stream& stream, int64_t at_ns, bool coalesced) {
    RequestTimes& times = stream.times;
    if (counting_) {
      ++figures_.tokens;
      figures_.coalesced += coalesced ? 1 : 0;
      if (times.token_ns.empty()) {
        figures_.ttft_ns.push_back(at_ns - times.sent_ns);
      } else {
        figures_.gap_ns.push_back(at_ns - times.token_ns.back());
      }
    }
    times.token_ns.push_back(at_ns);
    times.coalesced.push_back(coalesced);
  }

  void Fail(Stream& stream) {
    ++figures_.errors;
    stream.fd.Reset();
  }

  const ClientFlags flags_;
  const std::string body_;
  UniqueFd epoll_;
  std::vector<Stream> streams_;
  bool counting_ = false;
  int64_t next_request_ = 0;
  Figures figures_;
  std::vector<RequestTimes> finished_;
};

int Main(const ClientFlags& flags) {
  rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  FloorClient client(flags);
  if (!client.ConnectAll()) {
    std::fprintf(stderr, "connect to %s:%d: %s\n", flags.host.c_str(), flags.port, std::strerror(errno));
    return 1;
  }
  const Figures figures = client.Run();
  std::printf("%s\n", ToJson(figures).c_str());
  if (!flags.times_file.empty() && !WriteTimes(client.finished(), flags.times_file)) {
    std::perror(flags.times_file.c_str());
    return 1;
  }
  return figures.errors == 0 ? 0 : 1;
}

}  // namespace
}  // namespace barrage::bench

int main(int argc, char** argv) {
  const auto flags = barrage::bench::ParseClientFlags(argc, argv);
  if (!flags.ok()) {
    std::fprintf(stderr, "%s\n", std::string(flags.status().message()).c_str());
    return 2;
  }
  return barrage::bench::Main(*flags);
}
