#ifndef COMMON_HTTP_WEB_EXCHANGE_H_
#define COMMON_HTTP_WEB_EXCHANGE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace barrage {

// A GET or HEAD that came in.
struct WebRequest {
  std::string path;           // decoded, without query, "." and ".."
  std::string authorization;  // the header's value; empty: none
  std::string host;           // the Host header's value; empty: none
  bool from_loopback = false;
};

// Takes the next piece of a body. False: the peer has gone, so the rest is not needed.
using BodySink = std::function<bool(absl::string_view piece)>;

struct WebAnswer {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // beside type and length
  // In place of `body`: gives it piece by piece. False: it broke off, and the peer is shown that it did.
  std::function<bool(const BodySink& sink)> stream;
};

// Makes the answer to a request. Any thread, several at once.
using WebHandler = std::function<WebAnswer(const WebRequest& request)>;

}  // namespace barrage

#endif  // COMMON_HTTP_WEB_EXCHANGE_H_
