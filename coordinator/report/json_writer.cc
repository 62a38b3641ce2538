#include "coordinator/report/json_writer.h"

#include "common/base/utf8.h"

namespace barrage {

JsonWriter::JsonWriter(Layout layout) : layout_(layout), pretty_(buffer_), plain_(buffer_) {
  pretty_.SetIndent(' ', 2);
  pretty_.SetFormatOptions(rapidjson::kFormatSingleLineArray);
}

template <typename Call>
JsonWriter& JsonWriter::Write(Call&& call) {
  if (layout_ == Layout::kIndented) {
    call(pretty_);
  } else {
    call(plain_);
  }
  return *this;
}

JsonWriter& JsonWriter::BeginObject() {
  return Write([](auto& writer) { writer.StartObject(); });
}
JsonWriter& JsonWriter::EndObject() {
  return Write([](auto& writer) { writer.EndObject(); });
}
JsonWriter& JsonWriter::BeginArray() {
  return Write([](auto& writer) { writer.StartArray(); });
}
JsonWriter& JsonWriter::EndArray() {
  return Write([](auto& writer) { writer.EndArray(); });
}
JsonWriter& JsonWriter::Null() {
  return Write([](auto& writer) { writer.Null(); });
}
JsonWriter& JsonWriter::Key(absl::string_view key) {
  return Write([&](auto& writer) { writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size())); });
}
JsonWriter& JsonWriter::Text(absl::string_view value) {
  const std::string text = ToValidUtf8(value, 3 * value.size());
  return Write([&](auto& writer) { writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); });
}
JsonWriter& JsonWriter::Integer(int64_t value) {
  return Write([&](auto& writer) { writer.Int64(value); });
}
JsonWriter& JsonWriter::Number(double value) {
  if (!std::isfinite(value)) return Null();
  return Write([&](auto& writer) { writer.Double(value); });
}
JsonWriter& JsonWriter::Flag(bool value) {
  return Write([&](auto& writer) { writer.Bool(value); });
}
JsonWriter& JsonWriter::Raw(absl::string_view json) {
  return Write([&](auto& writer) { writer.RawValue(json.data(), json.size(), rapidjson::kObjectType); });
}

std::string JsonWriter::Finish() { return std::string(buffer_.GetString(), buffer_.GetSize()) + "\n"; }

}  // namespace barrage
