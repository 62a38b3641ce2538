#include "agent/upload/token_counter.h"

#include <optional>

#include "common/base/utf8.h"

namespace barrage {
namespace {

std::optional<int64_t> CountOf(const Tokenizer& tokenizer, const std::string& text) {
  const bool valid = ValidUtf8Length(text) == text.size();
  // A byte becomes three at most.
  const absl::StatusOr<size_t> count = tokenizer.Count(valid ? text : ToValidUtf8(text, 3 * text.size()));
  if (!count.ok()) return std::nullopt;
  return static_cast<int64_t>(*count);
}

}  // namespace

void CountTokens(const Tokenizer& tokenizer, const AnswerText& text, RequestRecord& record) {
  record.tokenizer_output_tokens = CountOf(tokenizer, text.answer);
  if (!text.reasoning.empty()) record.tokenizer_reasoning_tokens = CountOf(tokenizer, text.reasoning);
}

}  // namespace barrage
