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

// The URL of the requests: `base` from BaseUrl and a path with or without its first slash.
std::string RequestUrl(absl::string_view base, absl::string_view path);

// Whether traffic to `url` stays on this machine: localhost, 127.0.0.0/8 or [::1].
bool IsLoopback(absl::string_view url);

}  // namespace barrage

#endif  // COORDINATOR_PLAN_TARGET_URL_H_
