#include "coordinator/target/answer_length.h"

#include "common/sse/sse_parser.h"

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
  SseParser parser;
  const absl::Status read = parser.Feed(body, [&](const SseEvent& event) {
    if (event.comment) return absl::OkStatus();
    absl::Status understood = endpoint.ReadEvent(event.name, event.data, false, part);
    if (understood.ok()) count.Add(part);
    return understood;
  });
  return read.ok() ? std::optional<int64_t>(count.value()) : std::nullopt;
}

}  // namespace barrage
