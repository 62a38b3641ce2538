#ifndef COMMON_HTTP_WEB_SERVER_H_
#define COMMON_HTTP_WEB_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/http/web_exchange.h"

struct mg_context;
struct mg_connection;

namespace barrage {

// A small HTTP/1.1 server for people, probes and scrapers: GET and HEAD, four requests at a time, ten seconds for each
// peer to send or take something. It has threads of its own, which inherit the signal mask of the thread that makes it.
class WebServer {
 public:
  // `address` is HOST:PORT, or :PORT for every address of this host; port 0: a free one. Error: Unavailable, with the
  // address and why it cannot be listened on.
  static absl::StatusOr<std::unique_ptr<WebServer>> Start(const std::string& address, WebHandler handler);

  // Waits for the requests in progress.
  ~WebServer();

  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  int port() const;

 private:
  explicit WebServer(WebHandler handler);

  static int OnRequest(mg_connection* connection);
  static int OnMessage(const mg_connection* connection, const char* message);

  const WebHandler handler_;
  std::string fault_;              // what civetweb said last while starting
  mg_context* context_ = nullptr;  // absent: not started
};

}  // namespace barrage

#endif  // COMMON_HTTP_WEB_SERVER_H_
