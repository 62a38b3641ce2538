#ifndef COMMON_HTTP_HTTP_CLIENT_H_
#define COMMON_HTTP_HTTP_CLIENT_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpTlsOptions {
  std::string ca_file;           // PEM; empty: the system's
  std::string client_cert_file;  // PEM; empty: none
  std::string client_key_file;
  bool insecure = false;  // any certificate will do
};

struct HttpOptions {
  HttpHeaders headers;
  HttpTlsOptions tls;
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{30'000};
  size_t max_body_bytes = size_t{64} << 20;
  // So much of a body is enough: the rest is not waited for, and what came is the answer.
  std::optional<size_t> enough_bytes;
  // Absent: as HTTP(S)_PROXY and NO_PROXY say. Empty: none.
  std::optional<std::string> proxy, no_proxy;
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;  // of the last answer, names in lower case, in order
  std::string body;
  std::string peer;  // "127.0.0.1:8000"

  // The value of the first header called `name` (lower case), or nullptr.
  const std::string* Header(absl::string_view name) const;
};

// One blocking exchange over HTTP/1.1 on a connection of its own. Any status is an answer; redirects are not followed.
// Any thread; no signals. An error means there was no answer, and says why in words with the URL (without user
// information and query):
//   InvalidArgument     the URL, or a file of `tls`, is not usable
//   NotFound            the host name does not resolve
//   Unavailable         refused, unreachable, or closed before an answer
//   DeadlineExceeded    one of the two time-outs passed
//   FailedPrecondition  TLS: the certificate's fault by name (expired, wrong host, unknown issuer), or the handshake's
//   ResourceExhausted   the body is above max_body_bytes
//   Internal            anything else, in libcurl's words
absl::StatusOr<HttpResponse> HttpGet(const std::string& url, const HttpOptions& options);
absl::StatusOr<HttpResponse> HttpPost(const std::string& url, absl::string_view body, const HttpOptions& options);

}  // namespace barrage

#endif  // COMMON_HTTP_HTTP_CLIENT_H_
