#ifndef COMMON_HTTP_URL_SECRETS_H_
#define COMMON_HTTP_URL_SECRETS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace barrage {

// `url` without user information, query and fragment: fit for an error or a log.
std::string UrlWithoutSecrets(absl::string_view url);

}  // namespace barrage

#endif  // COMMON_HTTP_URL_SECRETS_H_
