#include "coordinator/media/data_url.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace barrage {
namespace {

namespace fs = std::filesystem;

// A payload may have 64 MiB, and base64 makes four bytes of three.
constexpr uintmax_t kMostBytes = 45u << 20u;

struct TypeRow {
  absl::string_view start;
  size_t at;  // where the start's second part stands
  absl::string_view then;
  absl::string_view type;
};

constexpr TypeRow kTypes[] = {
    {"\x89PNG\r\n", 0, "", "image/png"}, {"\xff\xd8\xff", 0, "", "image/jpeg"}, {"GIF8", 0, "", "image/gif"},
    {"RIFF", 8, "WEBP", "image/webp"},   {"RIFF", 8, "WAVE", "audio/wav"},      {"ID3", 0, "", "audio/mp3"},
    {"\xff\xfb", 0, "", "audio/mp3"},    {"\xff\xf3", 0, "", "audio/mp3"},      {"fLaC", 0, "", "audio/flac"},
    {"OggS", 0, "", "audio/ogg"},
};

}  // namespace

std::string DataUrl(absl::string_view type, absl::string_view bytes) {
  return absl::StrCat("data:", type, ";base64,", absl::Base64Escape(bytes));
}

absl::string_view MediaTypeOf(absl::string_view bytes) {
  for (const TypeRow& row : kTypes) {
    if (absl::StartsWith(bytes, row.start) && bytes.size() > row.at &&
        absl::StartsWith(bytes.substr(row.at), row.then)) {
      return row.type;
    }
  }
  return {};
}

absl::StatusOr<std::string> MediaUrl(const std::string& name, MediaKind kind, const std::string& directory) {
  for (const char* scheme : {"data:", "http://", "https://"}) {
    if (absl::StartsWith(name, scheme)) return name;
  }
  std::error_code error;
  fs::path path = name;
  if (path.is_relative() && !fs::exists(path, error)) path = fs::path(directory) / path;
  if (!fs::is_regular_file(path, error)) return absl::NotFoundError(absl::StrCat(name, ": no such file"));
  if (fs::file_size(path, error) > kMostBytes) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": longer than ", kMostBytes, " bytes"));
  }
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  if (!file.is_open() || !(bytes << file.rdbuf())) return absl::NotFoundError(absl::StrCat(name, ": cannot be read"));
  const absl::string_view type = MediaTypeOf(bytes.str());
  if (!absl::StartsWith(type, kind == MediaKind::kImage ? "image/" : "audio/")) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, ": ", type.empty() ? "neither image nor audio" : type, "; ",
        kind == MediaKind::kImage ? "PNG, JPEG, GIF and WebP are images" : "WAV, MP3, FLAC and Ogg are audio"));
  }
  return DataUrl(type, bytes.str());
}

}  // namespace barrage
