#include "coordinator/web/tar_header.h"

#include "absl/strings/str_format.h"

namespace barrage {
namespace {

constexpr int64_t kBlock = 512;
constexpr int64_t kLargestOctal = (int64_t{1} << 33) - 1;  // eleven digits

// Eleven octal digits; above them GNU's base 256: the top bit set, then a big-endian number of 11 bytes.
std::string Size(int64_t bytes) {
  if (bytes <= kLargestOctal) return absl::StrFormat("%011o", bytes) + '\0';
  std::string field(12, '\0');
  field[0] = '\x80';
  for (size_t i = 11; i > 3; --i, bytes >>= 8) field[i] = static_cast<char>(bytes & 0xff);
  return field;
}

}  // namespace

std::string TarHeader(const std::string& folder, const std::string& name, int64_t bytes) {
  std::string header(kBlock, '\0');
  const auto put = [&header](size_t at, const std::string& text) { header.replace(at, text.size(), text); };
  put(0, name);
  put(100, std::string("0000644\0"
                       "0177776\0"
                       "0177776\0",
                       24));  // mode, user and group: nobody
  put(124, Size(bytes));
  put(136, "00000000000");
  put(148, "        ");  // the checksum counts itself as spaces
  put(156, "0");
  put(257, std::string("ustar\0"
                       "00",
                       8));
  put(345, folder);
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, absl::StrFormat("%06o", sum) + '\0' + ' ');
  return header;
}

std::string TarPadding(int64_t bytes) { return std::string((kBlock - bytes % kBlock) % kBlock, '\0'); }

std::string TarEnd() { return std::string(2 * kBlock, '\0'); }

}  // namespace barrage
