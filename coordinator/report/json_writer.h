#ifndef COORDINATOR_REPORT_JSON_WRITER_H_
#define COORDINATOR_REPORT_JSON_WRITER_H_

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "rapidjson/prettywriter.h"
#include "rapidjson/stringbuffer.h"

namespace barrage {

// JSON text with a fixed layout: the same calls give the same bytes. Doubles are the shortest text that reads back as
// the same number; what is not finite is null. Invalid UTF-8 is replaced, so that every file is valid JSON.
class JsonWriter {
 public:
  enum class Layout { kIndented, kOneLine };
  explicit JsonWriter(Layout layout = Layout::kIndented);

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(absl::string_view key);
  JsonWriter& Text(absl::string_view value);
  JsonWriter& Integer(int64_t value);
  JsonWriter& Number(double value);
  JsonWriter& Flag(bool value);
  JsonWriter& Null();
  // Already JSON.
  JsonWriter& Raw(absl::string_view json);

  JsonWriter& Member(absl::string_view key, absl::string_view value) { return Key(key).Text(value); }
  JsonWriter& Member(absl::string_view key, const char* value) { return Key(key).Text(value); }
  JsonWriter& Member(absl::string_view key, const std::string& value) { return Key(key).Text(value); }
  JsonWriter& Member(absl::string_view key, int64_t value) { return Key(key).Integer(value); }
  JsonWriter& Member(absl::string_view key, uint32_t value) { return Key(key).Integer(value); }
  JsonWriter& Member(absl::string_view key, int value) { return Key(key).Integer(value); }
  JsonWriter& Member(absl::string_view key, double value) { return Key(key).Number(value); }
  JsonWriter& Member(absl::string_view key, bool value) { return Key(key).Flag(value); }
  // Absent is null.
  template <typename T>
  JsonWriter& Member(absl::string_view key, const std::optional<T>& value) {
    if (value) return Member(key, *value);
    return Key(key).Null();
  }
  // Absent leaves the key out.
  template <typename T>
  JsonWriter& MemberIfSet(absl::string_view key, const std::optional<T>& value) {
    return value ? Member(key, *value) : *this;
  }

  // What was written, with a newline at its end.
  std::string Finish();

 private:
  template <typename Call>
  JsonWriter& Write(Call&& call);

  const Layout layout_;
  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> pretty_;
  rapidjson::Writer<rapidjson::StringBuffer> plain_;
};

}  // namespace barrage

#endif  // COORDINATOR_REPORT_JSON_WRITER_H_
