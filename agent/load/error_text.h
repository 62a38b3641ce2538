#ifndef AGENT_LOAD_ERROR_TEXT_H_
#define AGENT_LOAD_ERROR_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/http/secrets.h"

namespace barrage {

inline constexpr size_t kErrorTextBytes = 512;

// What a server said went wrong, fit for a record: one line of valid UTF-8, at most kErrorTextBytes, without `secrets`.
std::string ErrorText(absl::string_view said, const Secrets& secrets);

}  // namespace barrage

#endif  // AGENT_LOAD_ERROR_TEXT_H_
