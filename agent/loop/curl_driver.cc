#include "agent/loop/curl_driver.h"

#include <unistd.h>

namespace barrage {
namespace {

constexpr long kReceiveBuffer = 3072;  // a stream holds one while it runs, room for a dozen tokens

}  // namespace

CurlDriver::CurlDriver(EventLoop& loop, SocketStamps& stamps, const Options& options)
    : loop_(loop), stamps_(stamps), options_(options), share_(curl_share_init(), &curl_share_cleanup) {
  curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
  curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

int CurlDriver::OnSocketOpen(void* self, curl_socket_t fd, curlsocktype) {
  CurlDriver& driver = *static_cast<CurlDriver*>(self);
  driver.stamps_.Open(fd, driver.options_.kernel_stamps);
  return CURL_SOCKOPT_OK;
}

int CurlDriver::OnSocketClose(void* self, curl_socket_t fd) {
  CurlDriver& driver = *static_cast<CurlDriver*>(self);
  driver.stamps_.Close(fd);
  driver.loop_.Unwatch(fd);
  return close(fd);
}

CurlDriver::Handle CurlDriver::NewHandle(CurlClient& client) {
  if (!options_.share_connections || handles_ % CurlMulti::kMaxHandles == 0)
    multis_.push_back(std::make_unique<CurlMulti>(loop_));
  ++handles_;
  return NewHandleOn(*multis_.back(), client);
}

CurlDriver::Handle CurlDriver::NewHandleOn(CurlMulti& multi, CurlClient& client) {
  Handle handle{{curl_easy_init(), &curl_easy_cleanup}, &multi};
  CURL* const easy = handle.easy.get();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &client);
  curl_easy_setopt(easy, CURLOPT_SHARE, share_.get());
  curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, &CurlDriver::OnSocketOpen);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, this);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &CurlDriver::OnSocketClose);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, kReceiveBuffer);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, -1L);
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, options_.idle_reuse_s);
  if (!options_.reuse_connections) {
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
  }
  return handle;
}

}  // namespace barrage
