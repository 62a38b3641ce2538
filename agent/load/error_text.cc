#include "agent/load/error_text.h"

#include <cstddef>

#include "absl/strings/str_replace.h"
#include "common/base/utf8.h"

namespace barrage {

std::string ErrorText(absl::string_view said, absl::string_view secret) {
  // Redact before the cut: half a key is a secret too.
  std::string text(said);
  if (!secret.empty()) text = absl::StrReplaceAll(text, {{secret, "[redacted]"}});
  for (char& byte : text) {
    if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f) byte = ' ';
  }
  return ToValidUtf8(text, kErrorTextBytes);
}

}  // namespace barrage
