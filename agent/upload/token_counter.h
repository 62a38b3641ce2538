#ifndef AGENT_UPLOAD_TOKEN_COUNTER_H_
#define AGENT_UPLOAD_TOKEN_COUNTER_H_

#include "agent/upload/answer_text.h"
#include "common/record/request_record.h"
#include "common/tokenizer/tokenizer.h"

namespace barrage {

// Writes into `record` how many tokens the texts have, each counted as a whole and without special tokens; no
// reasoning, no count of it. Bytes that are no UTF-8 count as U+FFFD each. A text that the tokenizer cannot take has no
// count.
void CountTokens(const Tokenizer& tokenizer, const AnswerText& text, RequestRecord& record);

}  // namespace barrage

#endif  // AGENT_UPLOAD_TOKEN_COUNTER_H_
