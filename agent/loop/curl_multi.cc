#include "agent/loop/curl_multi.h"

#include <sys/epoll.h>

namespace barrage {

CurlMulti::CurlMulti(EventLoop& loop)
    : loop_(loop),
      multi_(curl_multi_init(), &curl_multi_cleanup),
      timer_(loop.timers(), [this] { Act(CURL_SOCKET_TIMEOUT, 0); }) {
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, &CurlMulti::OnSocket);
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, &CurlMulti::OnTimer);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, long{kMaxHandles});
  curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, long{CURLPIPE_NOTHING});
}

CurlMulti::~CurlMulti() {
  // Closing its connections must not come back here.
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, nullptr);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, nullptr);
}

int CurlMulti::OnSocket(CURL*, curl_socket_t fd, int what, void* self, void*) {
  CurlMulti& multi = *static_cast<CurlMulti*>(self);
  if (what == CURL_POLL_REMOVE) {
    multi.loop_.Unwatch(fd);
  } else {
    uint32_t events = 0;
    if (what & CURL_POLL_IN) events |= EPOLLIN;
    if (what & CURL_POLL_OUT) events |= EPOLLOUT;
    multi.loop_.Watch(fd, events, multi);
  }
  return 0;
}

int CurlMulti::OnTimer(CURLM*, long timeout_ms, void* self) {
  CurlMulti& multi = *static_cast<CurlMulti*>(self);
  if (timeout_ms < 0) {
    multi.timer_.Disarm();
  } else {
    multi.timer_.Arm(multi.loop_.FreshNs() + int64_t{timeout_ms} * 1'000'000);
  }
  return 0;
}

void CurlMulti::Act(curl_socket_t fd, int mask) {
  int running = 0;
  curl_multi_socket_action(multi_.get(), fd, mask, &running);
  if (running < alive_) TakeMessages();
}

void CurlMulti::TakeMessages() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    // The message dies with the removal.
    CURL* const easy = message->easy_handle;
    const CURLcode code = message->data.result;
    CurlClient* client = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &client);
    curl_multi_remove_handle(multi_.get(), easy);
    --alive_;
    client->OnDone(code);
  }
}

void CurlMulti::Add(CURL* easy) {
  if (curl_multi_add_handle(multi_.get(), easy) != CURLM_OK) {
    CurlClient* client = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &client);
    client->OnDone(CURLE_FAILED_INIT);
    return;
  }
  ++alive_;
  Act(CURL_SOCKET_TIMEOUT, 0);
}

void CurlMulti::DriveWrite(int fd) { Act(fd, CURL_CSELECT_OUT); }

void CurlMulti::Remove(CURL* easy) {
  curl_multi_remove_handle(multi_.get(), easy);
  --alive_;
}

void CurlMulti::OnReady(int fd, uint32_t events) {
  int mask = 0;
  if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) mask |= CURL_CSELECT_IN;
  if (events & EPOLLOUT) mask |= CURL_CSELECT_OUT;
  if (events & EPOLLERR) mask |= CURL_CSELECT_ERR;
  Act(fd, mask);
}

}  // namespace barrage
