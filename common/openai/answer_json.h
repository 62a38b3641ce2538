#ifndef COMMON_OPENAI_ANSWER_JSON_H_
#define COMMON_OPENAI_ANSWER_JSON_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/json/rapidjson.h"
#include "common/openai/answer_part.h"
#include "common/openai/endpoint.h"

namespace barrage {

// Answers as documents, for endpoints whose events have no handler of their own (answer_handler.h is chat's). Texts in
// `error` are valid UTF-8 of at most kMaxErrorBytes.

// The JSON value in `data`, nested however deep. Tolerates invalid UTF-8 and lone surrogates. Error: InvalidArgument
// with the fault, the byte it is at and the data.
absl::StatusOr<rapidjson::Document> ReadAnswerJson(absl::string_view data);

// The member, or nullptr where `value` is no object, or the member is missing or null.
const rapidjson::Value* MemberOf(const rapidjson::Value& value, const char* name);

// The string that `value` is; empty where it is none or nullptr.
absl::string_view TextOf(const rapidjson::Value* value);

// Reads the error that `json`, parsed from `data`, says: "error" (text, or an object with a message), "detail" (text,
// or entries with msg), or "object": "error". False where it says none.
bool TakeError(const rapidjson::Value& json, absl::string_view data, AnswerPart& part);

// Makes `part` an error of this message, or of `data` where the message is empty.
void SetError(absl::string_view message, absl::string_view data, AnswerPart& part);

// Reads a count into `count`; one below 0, above 2^31 or broken is left out, and usage_dropped says so.
void TakeCount(const rapidjson::Value* value, std::optional<int64_t>& count, AnswerPart& part);

// Reads a usage object, with the names of chat (prompt_tokens …) or of responses (input_tokens …).
void TakeUsage(const rapidjson::Value* usage, AnswerPart& part);

}  // namespace barrage

#endif  // COMMON_OPENAI_ANSWER_JSON_H_
