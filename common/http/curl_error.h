#ifndef COMMON_HTTP_CURL_ERROR_H_
#define COMMON_HTTP_CURL_ERROR_H_

#include <curl/curl.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace barrage {

// Why `handle`'s exchange with `url` failed, as HttpGet (http_client.h) reports it. Requires code != CURLE_OK; `detail`
// is libcurl's error buffer.
absl::Status CurlError(CURL* handle, CURLcode code, absl::string_view url, absl::string_view detail);

}  // namespace barrage

#endif  // COMMON_HTTP_CURL_ERROR_H_
