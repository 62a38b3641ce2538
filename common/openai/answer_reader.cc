#include "common/openai/answer_reader.h"

#include <cstring>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "common/openai/answer_handler.h"

// Strings and blanks sixteen bytes at a time: a third off the cost of an event.
#if defined(__SSE2__)
#define RAPIDJSON_SSE2
#endif
#include "rapidjson/error/en.h"
#include "rapidjson/reader.h"

namespace barrage {
namespace {

constexpr absl::string_view kDoneMarker = "[DONE]";

void Clear(AnswerPart& part) {
  part.kind = EventKind::kEmpty;
  part.has_choices = part.finish_reason = part.done = part.usage_dropped = part.has_tool_call = false;
  part.tokens.reset();
  part.usage.reset();
  part.inputs.reset();
  part.error.clear();
  part.text.clear();
  part.reasoning.clear();
}

// A copy that the parser may write in and that ends with a NUL. Small ones stay on the stack: no allocation an event.
class MutableCopy {
 public:
  explicit MutableCopy(absl::string_view data) {
    if (data.size() + kPadding > sizeof(small_)) large_ = std::make_unique<char[]>(data.size() + kPadding);
    std::memcpy(get(), data.data(), data.size());
    std::memset(get() + data.size(), 0, kPadding);
  }
  char* get() { return large_ ? large_.get() : small_; }

 private:
  static constexpr size_t kPadding = 16;  // the parser may look at as many bytes from the NUL on

  char small_[4096];
  std::unique_ptr<char[]> large_;
};

// Servers that escape text token by token send halves of a surrogate pair; RapidJSON refuses them. Each lone half
// becomes \ufffd, in place. False when there was none.
bool ReplaceLoneSurrogates(std::string& data) {
  const auto unit_at = [&](size_t at) {
    uint32_t unit = 0;
    if (at + 6 > data.size() || data[at] != '\\' || data[at + 1] != 'u') return uint32_t{0};
    for (size_t i = at + 2; i < at + 6; ++i) {
      if (!absl::ascii_isxdigit(static_cast<unsigned char>(data[i]))) return uint32_t{0};
      unit = unit * 16 + static_cast<uint32_t>(data[i] <= '9' ? data[i] - '0' : (data[i] | 0x20) - 'a' + 10);
    }
    return unit;
  };
  bool replaced = false;
  for (size_t i = 0; i + 1 < data.size(); ++i) {
    if (data[i] != '\\') continue;
    const uint32_t unit = unit_at(i);
    if (unit >= 0xd800 && unit < 0xdc00 && unit_at(i + 6) >= 0xdc00 && unit_at(i + 6) < 0xe000) {
      i += 11;
    } else if (unit >= 0xd800 && unit < 0xe000) {
      data.replace(i, 6, "\\ufffd");
      replaced = true;
      i += 5;
    } else {
      ++i;  // the escaped character
    }
  }
  return replaced;
}

absl::Status Parse(absl::string_view data, AnswerHandler& handler, bool& lone_surrogate) {
  MutableCopy copy(data);
  rapidjson::InsituStringStream stream(copy.get());
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<rapidjson::kParseInsituFlag>(stream, handler);
  lone_surrogate = result.Code() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid;
  if (!result.IsError() && stream.Tell() == data.size()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(result.IsError() ? rapidjson::GetParseError_En(result.Code()) : "A NUL byte.", " At byte ",
                   result.IsError() ? result.Offset() : stream.Tell(), " of: ", ToValidUtf8(data, kMaxErrorBytes)));
}

EventKind KindOf(const AnswerHandler& handler, const AnswerPart& part) {
  const uint32_t seen = handler.seen();
  if (seen & (AnswerHandler::kError | AnswerHandler::kErrorObject)) return EventKind::kError;
  if ((seen & AnswerHandler::kDetail) && !part.has_choices) return EventKind::kError;
  if (seen & AnswerHandler::kContent) return EventKind::kContent;
  if (seen & AnswerHandler::kReasoning) return EventKind::kReasoning;
  if (seen & AnswerHandler::kToolCall) return EventKind::kToolCall;
  if (seen & AnswerHandler::kRefusal) return EventKind::kRefusal;
  if (seen & AnswerHandler::kRole) return EventKind::kRole;
  return part.usage && !part.has_choices ? EventKind::kUsage : EventKind::kEmpty;
}

absl::Status Read(absl::string_view data, bool want_text, AnswerPart& part) {
  Clear(part);
  bool lone_surrogate = false;
  std::optional<AnswerHandler> handler(std::in_place, want_text, part);
  absl::Status status = Parse(data, *handler, lone_surrogate);
  if (std::string repaired(lone_surrogate ? data : ""); lone_surrogate && ReplaceLoneSurrogates(repaired)) {
    Clear(part);
    handler.emplace(want_text, part);
    status = Parse(repaired, *handler, lone_surrogate);
  }
  if (!status.ok()) return status;
  part.tokens = handler->tokens();
  if (handler->usage() != TokenUsage()) part.usage = handler->usage();
  part.kind = KindOf(*handler, part);
  part.has_tool_call = handler->seen() & AnswerHandler::kToolCall;
  if (part.kind == EventKind::kError) {
    part.error = ToValidUtf8(part.error.empty() ? data : part.error, kMaxErrorBytes);
  } else {
    part.error.clear();
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadAnswerEvent(absl::string_view name, absl::string_view data, bool want_text, AnswerPart& part) {
  if (data.size() < 32 && absl::StripAsciiWhitespace(data) == kDoneMarker) {
    Clear(part);
    part.kind = EventKind::kDone;
    part.done = true;
    return absl::OkStatus();
  }
  const absl::Status status = Read(data, want_text, part);
  if (name != "error") return status;
  // The event's name alone makes it an error, whatever its data.
  if (!status.ok()) Clear(part);
  if (part.kind != EventKind::kError) part.error = ToValidUtf8(data, kMaxErrorBytes);
  part.kind = EventKind::kError;
  return absl::OkStatus();
}

absl::Status ReadAnswerBody(absl::string_view body, bool want_text, AnswerPart& part) {
  const absl::Status status = Read(body, want_text, part);
  if (part.kind == EventKind::kRefusal) part.kind = EventKind::kContent;
  if (part.kind == EventKind::kRole || part.kind == EventKind::kUsage) part.kind = EventKind::kEmpty;
  return status;
}

}  // namespace barrage
