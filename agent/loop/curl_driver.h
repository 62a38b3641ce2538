#ifndef AGENT_LOOP_CURL_DRIVER_H_
#define AGENT_LOOP_CURL_DRIVER_H_

#include <curl/curl.h>

#include <memory>
#include <vector>

#include "agent/loop/curl_multi.h"
#include "agent/loop/event_loop.h"
#include "agent/loop/socket_stamps.h"

namespace barrage {

// libcurl on one event loop: as many multis as its handles need. Each has its own connections; names and TLS sessions
// are shared. One thread. curl_global_init was called before threads began.
class CurlDriver {
 public:
  struct Options {
    bool kernel_stamps = true;  // wished for; a socket may still have none
    long idle_reuse_s = 3;      // an idle connection older than this (whole seconds + 1) is closed, not reused
    bool reuse_connections = true;
    bool share_connections = true;  // handles of a multi use each other's; false: each handle has a multi to itself
  };

  // `loop` and `stamps` outlive the driver, and the driver outlives its handles.
  CurlDriver(EventLoop& loop, SocketStamps& stamps, const Options& options);

  CurlDriver(const CurlDriver&) = delete;
  CurlDriver& operator=(const CurlDriver&) = delete;

  // A handle for requests of one client, one after another, and the multi that is its home for good. It speaks
  // HTTP/1.1, follows nothing, stores nothing, decodes what is encoded, and uses no proxy until told.
  struct Handle {
    std::unique_ptr<CURL, void (*)(CURL*)> easy;
    CurlMulti* multi;
  };
  Handle NewHandle(CurlClient& client);

  // A passing handle beside those that live on `multi`: what it opens is left to them.
  Handle NewHandleOn(CurlMulti& multi, CurlClient& client);

 private:
  static int OnSocketOpen(void* self, curl_socket_t fd, curlsocktype purpose);
  static int OnSocketClose(void* self, curl_socket_t fd);

  EventLoop& loop_;
  SocketStamps& stamps_;
  const Options options_;
  const std::unique_ptr<CURLSH, CURLSHcode (*)(CURLSH*)> share_;
  std::vector<std::unique_ptr<CurlMulti>> multis_;
  int handles_ = 0;
};

}  // namespace barrage

#endif  // AGENT_LOOP_CURL_DRIVER_H_
