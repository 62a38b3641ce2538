#include "common/record/deflate.h"

#include <zlib.h>

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

// zlib does not write through this pointer; its type predates const.
Bytef* In(absl::string_view bytes) { return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); }
Bytef* Out(std::string& bytes, size_t from) { return reinterpret_cast<Bytef*>(bytes.data() + from); }

}  // namespace

std::string Deflate(absl::string_view bytes) {
  uLongf size = compressBound(bytes.size());
  std::string stream(size, '\0');
  compress2(Out(stream, 0), &size, In(bytes), bytes.size(), Z_BEST_SPEED);  // fails only without memory
  stream.resize(size);
  return stream;
}

absl::StatusOr<std::string> Inflate(absl::string_view stream, size_t most) {
  z_stream state{};
  state.next_in = In(stream);
  state.avail_in = static_cast<uInt>(stream.size());
  if (inflateInit(&state) != Z_OK) return absl::ResourceExhaustedError("no memory to inflate");
  std::string bytes;
  int result = Z_OK;
  // Grows as bytes come: what a hostile stream claims is not believed.
  while (result == Z_OK && bytes.size() <= most) {
    const size_t have = bytes.size();
    bytes.resize(std::min(most + 1, std::max<size_t>(4096, have * 2)));
    state.next_out = Out(bytes, have);
    state.avail_out = static_cast<uInt>(bytes.size() - have);
    result = inflate(&state, Z_NO_FLUSH);
    bytes.resize(bytes.size() - state.avail_out);
    if (state.avail_in == 0 && state.avail_out > 0 && result == Z_OK) result = Z_BUF_ERROR;  // cut short
  }
  const size_t left = state.avail_in;
  inflateEnd(&state);
  if (bytes.size() > most) return absl::DataLossError(absl::StrCat("inflates to over ", most, " bytes"));
  if (result != Z_STREAM_END || left > 0) return absl::DataLossError("is no whole zlib stream");
  return bytes;
}

}  // namespace barrage
