// What libcurl costs by itself: one thread, one multi handle, curl_multi_socket_action() on epoll, all streams started
// as they come, and of each reply no more than the floor client reads. Prints one line of JSON (client_figures.h).
#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/unique_fd.h"
#include "tests/bench/client_figures.h"
#include "tests/bench/client_flags.h"
#include "tests/bench/floor_events.h"

namespace barrage::bench {
namespace {

class CurlClient {
 public:
  explicit CurlClient(const ClientFlags& flags)
      : flags_(flags),
        url_(absl::StrCat("http://", flags.host, ":", flags.port, "/v1/chat/completions")),
        body_(RequestBody(flags)),
        epoll_(epoll_create1(EPOLL_CLOEXEC)),
        multi_(curl_multi_init()) {
    headers_ = curl_slist_append(curl_slist_append(nullptr, "Content-Type: application/json"), "Expect:");
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlClient::OnSocket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlClient::OnTimer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(flags.streams));
  }
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;
  ~CurlClient() {
    for (const auto& stream : streams_) {
      curl_multi_remove_handle(multi_, stream->easy);
      curl_easy_cleanup(stream->easy);
    }
    curl_multi_cleanup(multi_);
    curl_slist_free_all(headers_);
  }

  Figures Run() {
    const int64_t begun_ns = MonotonicNs();
    const auto warmup_ns = static_cast<int64_t>(flags_.warmup_s * 1e9);
    const int64_t window_begin_ns = begun_ns + warmup_ns;
    const int64_t window_end_ns = window_begin_ns + static_cast<int64_t>(flags_.duration_s * 1e9);
    int64_t cpu_begin_ns = 0;
    epoll_event events[64];
    for (int64_t now_ns = begun_ns; now_ns < window_end_ns; now_ns = MonotonicNs()) {
      // First requests are spread over the warm-up, as the floor client's are.
      while (streams_.size() < static_cast<size_t>(flags_.streams) && now_ns >= StartOf(begun_ns, warmup_ns))
        AddStream();
      if (!counting_ && now_ns >= window_begin_ns) {
        counting_ = true;
        cpu_begin_ns = CpuNs();
        figures_.window_ns = -now_ns;
      }
      int64_t next_ns = counting_ ? window_end_ns : window_begin_ns;
      if (streams_.size() < static_cast<size_t>(flags_.streams)) next_ns = StartOf(begun_ns, warmup_ns);
      if (timer_ns_ >= 0) next_ns = std::min(next_ns, timer_ns_);
      const int64_t wait_ns = std::max<int64_t>(next_ns - now_ns, 0);
      const timespec timeout{wait_ns / 1000000000, wait_ns % 1000000000};
      const int count = epoll_pwait2(epoll_.get(), events, 64, &timeout, nullptr);
      for (int i = 0; i < count; ++i) {
        const int bits = ((events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) ? CURL_CSELECT_IN : 0) |
                         ((events[i].events & EPOLLOUT) ? CURL_CSELECT_OUT : 0);
        curl_multi_socket_action(multi_, events[i].data.fd, bits, &running_);
      }
      if (timer_ns_ >= 0 && MonotonicNs() >= timer_ns_) {
        timer_ns_ = -1;
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running_);
      }
      TakeFinished();
    }
    figures_.window_ns += MonotonicNs();
    figures_.cpu_ns = CpuNs() - cpu_begin_ns;
    figures_.client = "bare libcurl";
    figures_.streams = flags_.streams;
    return std::move(figures_);
  }

 private:
  struct Stream {
    CurlClient* client = nullptr;
    CURL* easy = nullptr;
    FloorEvents events;
    int64_t sent_ns = 0, last_ns = 0;
  };

  int64_t StartOf(int64_t begun_ns, int64_t warmup_ns) const {
    return begun_ns + static_cast<int64_t>(streams_.size()) * warmup_ns / flags_.streams;
  }

  void AddStream() {
    streams_.push_back(std::make_unique<Stream>());
    Stream& stream = *streams_.back();
    stream.client = this;
    stream.easy = curl_easy_init();
    curl_easy_setopt(stream.easy, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(stream.easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(stream.easy, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(stream.easy, CURLOPT_POSTFIELDS, body_.c_str());
    curl_easy_setopt(stream.easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(stream.easy, CURLOPT_PRIVATE, &stream);
    curl_easy_setopt(stream.easy, CURLOPT_WRITEFUNCTION, &CurlClient::OnBytes);
    curl_easy_setopt(stream.easy, CURLOPT_WRITEDATA, &stream);
    Start(stream);
  }

  void Start(Stream& stream) {
    stream.events.Restart();
    stream.sent_ns = MonotonicNs();
    stream.last_ns = 0;
    curl_multi_add_handle(multi_, stream.easy);
  }

  void TakeFinished() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const easy = message->easy_handle;
      const bool good = message->data.result == CURLE_OK;
      Stream* stream = nullptr;
      curl_easy_getinfo(easy, CURLINFO_PRIVATE, &stream);
      ++(good ? figures_.requests : figures_.errors);
      if (!counting_ && good) --figures_.requests;
      curl_multi_remove_handle(multi_, easy);
      if (good) Start(*stream);
    }
  }

  static size_t OnBytes(char* bytes, size_t, size_t size, void* user) {
    Stream& stream = *static_cast<Stream*>(user);
    CurlClient& client = *stream.client;
    const int64_t now_ns = MonotonicNs();
    const int before = stream.events.tokens();
    if (!stream.events.Take(absl::string_view(bytes, size))) return 0;
    for (int i = before; i < stream.events.tokens(); ++i) {
      if (client.counting_) {
        ++client.figures_.tokens;
        (stream.last_ns == 0 ? client.figures_.ttft_ns : client.figures_.gap_ns)
            .push_back(now_ns - (stream.last_ns == 0 ? stream.sent_ns : stream.last_ns));
      }
      stream.last_ns = now_ns;
    }
    return size;
  }

  static int OnSocket(CURL*, curl_socket_t socket, int what, void* user, void* known) {
    CurlClient& client = *static_cast<CurlClient*>(user);
    epoll_event event{};
    event.data.fd = socket;
    event.events = ((what & CURL_POLL_IN) ? EPOLLIN : 0u) | ((what & CURL_POLL_OUT) ? EPOLLOUT : 0u);
    const int operation = what == CURL_POLL_REMOVE ? EPOLL_CTL_DEL : known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    epoll_ctl(client.epoll_.get(), operation, socket, &event);
    curl_multi_assign(client.multi_, socket, what == CURL_POLL_REMOVE ? nullptr : user);
    return 0;
  }

  static int OnTimer(CURLM*, long wait_ms, void* user) {
    static_cast<CurlClient*>(user)->timer_ns_ = wait_ms < 0 ? -1 : MonotonicNs() + wait_ms * 1'000'000;
    return 0;
  }

  const ClientFlags flags_;
  const std::string url_, body_;
  const UniqueFd epoll_;
  CURLM* const multi_;
  curl_slist* headers_ = nullptr;
  std::vector<std::unique_ptr<Stream>> streams_;
  int64_t timer_ns_ = -1;  // when libcurl wants to be called; −1: never
  int running_ = 0;
  bool counting_ = false;
  Figures figures_;
};

int Main(const ClientFlags& flags) {
  rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const Figures figures = CurlClient(flags).Run();
  std::printf("%s\n", ToJson(figures).c_str());
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
