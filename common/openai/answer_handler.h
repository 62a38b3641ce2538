#ifndef COMMON_OPENAI_ANSWER_HANDLER_H_
#define COMMON_OPENAI_ANSWER_HANDLER_H_

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include "absl/strings/string_view.h"
#include "common/openai/endpoint.h"

namespace barrage {

// RapidJSON's events for one event or body of the chat and completions endpoints, in one pass and without a document:
// this runs once a token. Every member it does not know is skipped. The members it knows:
//
//   choices[] . delta|message . role, content (text, or parts with text), reasoning_content|reasoning, refusal,
//                               tool_calls[], function_call
//             . text, finish_reason, logprobs . content[] | tokens[], token_ids[]
//   usage . prompt_tokens, completion_tokens, total_tokens, prompt_tokens_details . cached_tokens,
//           completion_tokens_details . reasoning_tokens
//   error (text, or an object with message), detail (text, or entries with msg), object = "error" with message
class AnswerHandler {
 public:
  // What the texts were: bits of seen().
  enum Seen : uint32_t {
    kContent = 1,
    kReasoning = 2,
    kToolCall = 4,
    kRefusal = 8,
    kRole = 16,
    kError = 32,
    kDetail = 64,
    kErrorObject = 128,
  };

  // Fills `part`, which must outlive the handler: texts (if wanted), has_choices, finish_reason, usage_dropped, error.
  AnswerHandler(bool want_text, AnswerPart& part) : want_text_(want_text), part_(part) {}

  uint32_t seen() const { return seen_; }
  const TokenUsage& usage() const { return usage_; }
  // By token ids if the event has some, else by log probabilities.
  std::optional<uint32_t> tokens() const { return token_ids_ ? token_ids_ : logprobs_; }

  bool StartObject() { return Open(false); }
  bool StartArray() { return Open(true); }
  bool EndObject(uint32_t) { return Close(); }
  bool EndArray(uint32_t) { return Close(); }
  bool Key(const char* name, uint32_t length, bool) {
    slot_ = MemberOf(open_[depth_ - 1].slot, absl::string_view(name, length));
    return true;
  }
  bool String(const char* data, uint32_t length, bool) {
    if (slot_ != Slot::kOther) TakeString(absl::string_view(data, length));
    return depth_ > 0;
  }
  bool Null() { return depth_ > 0; }
  bool Bool(bool value) {
    if (slot_ == Slot::kError && value) seen_ |= kError;
    return depth_ > 0;
  }
  bool Int(int32_t value) { return Number(value); }
  bool Uint(uint32_t value) { return Number(value); }
  bool Int64(int64_t value) { return Number(static_cast<double>(value)); }
  bool Uint64(uint64_t value) { return Number(static_cast<double>(value)); }
  bool Double(double value) { return Number(value); }
  bool RawNumber(const char*, uint32_t, bool) { return false; }  // not asked for

 private:
  static constexpr int kMaxDepth = 64;  // the reader recurses: deeper is refused

  // What the value at hand is.
  enum class Slot : uint8_t {
    kOther,
    kRoot,
    kChoices,
    kMessage,
    kRole,
    kText,
    kReasoningText,
    kRefusalText,
    kToolCalls,
    kFunctionCall,
    kFinishReason,
    kLogprobs,
    kLogprobTokens,
    kTokenIds,
    kUsage,
    kPromptDetails,
    kCompletionDetails,
    kPromptTokens,
    kCompletionTokens,
    kTotalTokens,
    kCachedTokens,
    kReasoningTokens,
    kError,
    kErrorMessage,
    kDetail,
    kDetailMessage,
    kTopMessage,
    kTopObject,
  };
  struct Container {
    Slot slot;
    bool is_array;
  };

  static Slot MemberOf(Slot container, absl::string_view name);
  void TakeString(absl::string_view text);

  // In an array the slot of each element is the array's own.
  bool Open(bool is_array) {
    if (depth_ == kMaxDepth) return false;
    if (depth_ == 0) {
      if (is_array) return false;
      slot_ = Slot::kRoot;
    }
    TakeContainer(is_array);
    open_[depth_++] = {slot_, is_array};
    return true;
  }
  bool Close() {
    --depth_;
    slot_ = depth_ > 0 && open_[depth_ - 1].is_array ? open_[depth_ - 1].slot : Slot::kOther;
    return true;
  }
  void TakeContainer(bool is_array);

  bool Number(double value) {
    if (slot_ != Slot::kOther) TakeNumber(value);
    return depth_ > 0;
  }
  void TakeNumber(double value);
  void TakeCount(double value, std::optional<int64_t>& count);

  const bool want_text_;
  AnswerPart& part_;
  TokenUsage usage_;
  std::optional<uint32_t> token_ids_, logprobs_;
  uint32_t seen_ = 0;
  int depth_ = 0;
  Slot slot_ = Slot::kRoot;
  std::array<Container, kMaxDepth> open_;
};

}  // namespace barrage

#endif  // COMMON_OPENAI_ANSWER_HANDLER_H_
