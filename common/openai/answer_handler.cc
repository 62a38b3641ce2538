#include "common/openai/answer_handler.h"

namespace barrage {

AnswerHandler::Slot AnswerHandler::MemberOf(Slot container, absl::string_view name) {
  switch (container) {
    case Slot::kRoot:
      if (name == "choices") return Slot::kChoices;
      if (name == "usage") return Slot::kUsage;
      if (name == "object") return Slot::kTopObject;
      if (name == "error") return Slot::kError;
      if (name == "detail") return Slot::kDetail;
      if (name == "message") return Slot::kTopMessage;
      return Slot::kOther;
    case Slot::kChoices:
      if (name == "delta" || name == "message") return Slot::kMessage;
      if (name == "text") return Slot::kText;
      if (name == "finish_reason") return Slot::kFinishReason;
      if (name == "logprobs") return Slot::kLogprobs;
      if (name == "token_ids") return Slot::kTokenIds;
      return Slot::kOther;
    case Slot::kMessage:
      if (name == "content") return Slot::kText;
      if (name == "role") return Slot::kRole;
      if (name == "reasoning_content" || name == "reasoning") return Slot::kReasoningText;
      if (name == "tool_calls") return Slot::kToolCalls;
      if (name == "function_call") return Slot::kFunctionCall;
      if (name == "refusal") return Slot::kRefusalText;
      return Slot::kOther;
    case Slot::kText:  // a part of a content array
      return name == "text" ? Slot::kText : Slot::kOther;
    case Slot::kLogprobs:
      return name == "content" || name == "tokens" ? Slot::kLogprobTokens : Slot::kOther;
    case Slot::kUsage:
      if (name == "prompt_tokens") return Slot::kPromptTokens;
      if (name == "completion_tokens") return Slot::kCompletionTokens;
      if (name == "total_tokens") return Slot::kTotalTokens;
      if (name == "prompt_tokens_details") return Slot::kPromptDetails;
      if (name == "completion_tokens_details") return Slot::kCompletionDetails;
      return Slot::kOther;
    case Slot::kPromptDetails:
      return name == "cached_tokens" ? Slot::kCachedTokens : Slot::kOther;
    case Slot::kCompletionDetails:
      return name == "reasoning_tokens" ? Slot::kReasoningTokens : Slot::kOther;
    case Slot::kError:
      return name == "message" ? Slot::kErrorMessage : Slot::kOther;
    case Slot::kDetail:
      return name == "msg" || name == "message" ? Slot::kDetailMessage : Slot::kOther;
    default:
      return Slot::kOther;
  }
}

void AnswerHandler::TakeContainer(bool is_array) {
  const bool is_element = depth_ > 0 && open_[depth_ - 1].is_array;
  switch (slot_) {
    case Slot::kChoices:
      part_.has_choices |= is_element;
      break;
    case Slot::kToolCalls:
      if (is_element) seen_ |= kToolCall;
      break;
    case Slot::kFunctionCall:
      seen_ |= kToolCall;
      break;
    case Slot::kLogprobTokens:
      if (is_array || is_element) logprobs_ = logprobs_.value_or(0) + (is_element ? 1 : 0);
      break;
    case Slot::kTokenIds:
      token_ids_ = token_ids_.value_or(0);
      break;
    case Slot::kError:
      seen_ |= kError;
      break;
    case Slot::kDetail:
      seen_ |= kDetail;
      break;
    default:
      break;
  }
}

void AnswerHandler::TakeString(absl::string_view text) {
  const auto take_text = [&](uint32_t seen, std::string& into) {
    if (text.empty()) return;
    seen_ |= seen;
    if (want_text_) into.append(text.data(), text.size());
  };
  const auto take_message = [&](uint32_t seen) {
    if (text.empty()) return;
    seen_ |= seen;
    if (part_.error.empty()) part_.error = std::string(text);
  };
  switch (slot_) {
    case Slot::kText:
      return take_text(kContent, part_.text);
    case Slot::kReasoningText:
      return take_text(kReasoning, part_.reasoning);
    case Slot::kRefusalText:
      return take_text(kRefusal, part_.text);
    case Slot::kRole:
      if (!text.empty()) seen_ |= kRole;
      return;
    case Slot::kFinishReason:
      part_.finish_reason |= !text.empty();
      return;
    case Slot::kLogprobTokens:
      logprobs_ = logprobs_.value_or(0) + 1;
      return;
    case Slot::kError:
    case Slot::kErrorMessage:
      return take_message(kError);
    case Slot::kDetail:
    case Slot::kDetailMessage:
      return take_message(kDetail);
    case Slot::kTopMessage:
      return take_message(0);
    case Slot::kTopObject:
      if (text == "error") seen_ |= kErrorObject;
      return;
    default:
      return;
  }
}

void AnswerHandler::TakeNumber(double value) {
  switch (slot_) {
    case Slot::kTokenIds:
      token_ids_ = token_ids_.value_or(0) + 1;
      return;
    case Slot::kPromptTokens:
      return TakeCount(value, usage_.prompt);
    case Slot::kCompletionTokens:
      return TakeCount(value, usage_.completion);
    case Slot::kTotalTokens:
      return TakeCount(value, usage_.total);
    case Slot::kCachedTokens:
      return TakeCount(value, usage_.cached);
    case Slot::kReasoningTokens:
      return TakeCount(value, usage_.reasoning);
    default:
      return;
  }
}

void AnswerHandler::TakeCount(double value, std::optional<int64_t>& count) {
  constexpr double kMost = 2147483648.0;  // 2^31
  if (value < 0 || value > kMost || value != std::floor(value)) {
    part_.usage_dropped = true;
    return;
  }
  count = static_cast<int64_t>(value);
}

}  // namespace barrage
