#include "agent/load/error_text.h"

#include <cstddef>

#include "common/base/utf8.h"

namespace barrage {

std::string ErrorText(absl::string_view said, const Secrets& secrets) {
  // Redact before the cut: half a key is a secret too.
  std::string text = secrets.Redacted(said);
  for (char& byte : text) {
    if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f) byte = ' ';
  }
  return ToValidUtf8(text, kErrorTextBytes);
}

}  // namespace barrage
