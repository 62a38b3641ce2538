#include "common/openai/media_parts.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace barrage {
namespace {

struct Audio {
  absl::string_view format, data;
};

// "data:audio/wav;base64,UklG…" taken apart.
std::optional<Audio> ReadAudio(absl::string_view url) {
  constexpr absl::string_view kMark = ";base64,";
  const size_t mark = url.find(kMark);
  if (!absl::ConsumePrefix(&url, "data:audio/") || mark == absl::string_view::npos) return std::nullopt;
  const size_t format_end = url.find(kMark);
  return Audio{url.substr(0, format_end), url.substr(format_end + kMark.size())};
}

void StartPart(absl::string_view type, JsonWriter& writer) {
  writer.StartObject();
  writer.Key("type");
  WriteText(type, writer);
}

void WriteImage(absl::string_view url, const PartNames& names, JsonWriter& writer) {
  StartPart(names.image, writer);
  writer.Key("image_url");
  if (names.image_is_object) {
    writer.StartObject();
    writer.Key("url");
    WriteText(url, writer);
    writer.EndObject();
  } else {
    WriteText(url, writer);
  }
  writer.EndObject();
}

void WriteAudio(const Audio& audio, JsonWriter& writer) {
  StartPart("input_audio", writer);
  writer.Key("input_audio");
  writer.StartObject();
  writer.Key("data");
  WriteText(audio.data, writer);
  writer.Key("format");
  WriteText(audio.format, writer);
  writer.EndObject();
  writer.EndObject();
}

}  // namespace

absl::Status CheckMedia(const wire::Payload& payload) {
  for (const std::string& url : payload.audios()) {
    if (!ReadAudio(url)) {
      return absl::InvalidArgumentError(
          absl::StrCat("audio is sent as data:audio/FORMAT;base64,… only, got ", absl::string_view(url).substr(0, 40)));
    }
  }
  return absl::OkStatus();
}

void WriteParts(const wire::Payload& payload, const PartNames& names, JsonWriter& writer) {
  writer.StartArray();
  if (!payload.prompt().empty()) {
    StartPart(names.text, writer);
    writer.Key("text");
    WriteText(payload.prompt(), writer);
    writer.EndObject();
  }
  for (const std::string& url : payload.images()) WriteImage(url, names, writer);
  for (const std::string& url : payload.audios()) WriteAudio(*ReadAudio(url), writer);
  writer.EndArray();
}

}  // namespace barrage
