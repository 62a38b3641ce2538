#ifndef AGENT_LOOP_CURL_MULTI_H_
#define AGENT_LOOP_CURL_MULTI_H_

#include <curl/curl.h>

#include <cstdint>
#include <functional>
#include <memory>

#include "agent/loop/event_loop.h"
#include "agent/loop/timer.h"

namespace barrage {

// Whose transfer it is. Set as CURLOPT_PRIVATE of its easy handle.
class CurlClient {
 public:
  virtual ~CurlClient() = default;
  // The transfer ended by itself; its handle has left the multi. May add the handle again.
  virtual void OnDone(CURLcode code) = 0;
};

// A libcurl multi handle on an event loop, with its own connections. One thread.
class CurlMulti final : public FdHandler {
 public:
  // libcurl looks for a reusable connection by walking all of the host: more handles than this cost too much.
  static constexpr int kMaxHandles = 256;

  // `loop` outlives the multi.
  explicit CurlMulti(EventLoop& loop);
  ~CurlMulti() override;

  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;

  // Starts the transfer of `easy`, whose CURLOPT_PRIVATE is a CurlClient that lives until OnDone or Remove, and drives
  // it as far as it goes at once: with a connection to reuse, its request is in the socket on return, but for what did
  // not fit. Not from a libcurl callback.
  void Add(CURL* easy);

  // Goes on with a transfer whose socket can take more.
  void DriveWrite(int fd);

  // Cuts the transfer: its connection is closed, OnDone is not called. Not from a libcurl callback.
  void Remove(CURL* easy);

  void OnReady(int fd, uint32_t events) override;

 private:
  static int OnSocket(CURL* easy, curl_socket_t fd, int what, void* self, void* fd_data);
  static int OnTimer(CURLM* multi, long timeout_ms, void* self);
  void Act(curl_socket_t fd, int mask);
  void TakeMessages();

  EventLoop& loop_;
  const std::unique_ptr<CURLM, CURLMcode (*)(CURLM*)> multi_;
  Timer timer_;
  int alive_ = 0;  // transfers that are not done
};

}  // namespace barrage

#endif  // AGENT_LOOP_CURL_MULTI_H_
