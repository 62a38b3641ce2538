#include "coordinator/target/answer_length.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace barrage {
namespace {

class TokenCount {
 public:
  void Add(const AnswerPart& part) {
    if (part.usage && part.usage->completion) by_usage_ = part.usage->completion;
    if (part.kind == EventKind::kContent) ++by_events_;
  }
  int64_t value() const { return by_usage_.value_or(by_events_); }

 private:
  std::optional<int64_t> by_usage_;
  int64_t by_events_ = 0;
};

}  // namespace

std::optional<int64_t> AnsweredTokens(const Endpoint& endpoint, bool streamed, absl::string_view body) {
  TokenCount count;
  AnswerPart part;
  if (!streamed) {
    if (!endpoint.ReadBody(body, false, part).ok()) return std::nullopt;
    count.Add(part);
    return count.value();
  }
  absl::string_view name;
  for (absl::string_view line : absl::StrSplit(body, '\n')) {
    line = absl::StripTrailingAsciiWhitespace(line);
    if (line.empty()) name = {};
    if (absl::ConsumePrefix(&line, "event:")) name = absl::StripLeadingAsciiWhitespace(line);
    if (!absl::ConsumePrefix(&line, "data:")) continue;
    if (!endpoint.ReadEvent(name, absl::StripLeadingAsciiWhitespace(line), false, part).ok()) return std::nullopt;
    count.Add(part);
  }
  return count.value();
}

}  // namespace barrage
