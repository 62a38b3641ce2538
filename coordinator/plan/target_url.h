#ifndef COORDINATOR_PLAN_TARGET_URL_H_
#define COORDINATOR_PLAN_TARGET_URL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace barrage {

// "http://host:port" plus a path prefix if there is one, without a slash at its end: what endpoint paths are added to.
// Takes a URL with or without scheme (then http) and with or without "/v1" at its end. Error: InvalidArgument; its
// message follows the option's name.
absl::StatusOr<std::string> BaseUrl(absl::string_view text);

// The URL of the requests: `base` from BaseUrl and a path with or without its first slash; an empty one adds nothing.
std::string RequestUrl(absl::string_view base, absl::string_view path);

// The URL of a page of metrics: `text` with http:// where it has no scheme, and /metrics where it has no path. Requires
// what BaseUrl takes.
std::string MetricsUrl(absl::string_view text);

// The host of a URL, without port and user: "10.0.0.1", "[::1]".
absl::string_view UrlHost(absl::string_view url);

// What follows the host: "/gateway/v1", or "".
absl::string_view UrlPath(absl::string_view url);

// The URL with "[redacted]" in place of "user:password".
std::string WithoutUser(absl::string_view url);

// Whether traffic to `url` stays on this machine: localhost, 127.0.0.0/8 or [::1].
bool IsLoopback(absl::string_view url);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_TARGET_URL_H_
