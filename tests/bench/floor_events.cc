#include "tests/bench/floor_events.h"

#include "absl/strings/strip.h"
#include "rapidjson/memorystream.h"
#include "rapidjson/reader.h"

namespace barrage::bench {
namespace {

// Whether a "content" or "text" with something in it goes by.
struct TextFinder : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TextFinder> {
  bool Key(const char* name, rapidjson::SizeType length, bool) {
    const absl::string_view key(name, length);
    is_text = key == "content" || key == "text";
    return true;
  }
  bool String(const char*, rapidjson::SizeType length, bool) {
    found |= is_text && length > 0;
    is_text = false;
    return true;
  }
  bool is_text = false;
  bool found = false;
};

}  // namespace

bool FloorEvents::Take(absl::string_view data) {
  if (!rest_.empty()) {
    rest_.append(data.data(), data.size());
    data = rest_;
  }
  bool good = true;
  for (size_t end = data.find("\n\n"); end != absl::string_view::npos; end = data.find("\n\n")) {
    good = TakeEvent(data.substr(0, end)) && good;
    data.remove_prefix(end + 2);
  }
  rest_ = std::string(data);
  return good;
}

bool FloorEvents::TakeEvent(absl::string_view event) {
  ++events_;
  if (!absl::ConsumePrefix(&event, "data: ") || event == "[DONE]") return true;
  rapidjson::MemoryStream stream(event.data(), event.size());
  rapidjson::Reader reader;
  TextFinder finder;
  const bool good = !reader.Parse(stream, finder).IsError();
  if (finder.found) ++tokens_;
  return good;
}

}  // namespace barrage::bench
