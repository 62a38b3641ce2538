#ifndef AGENT_UPLOAD_ANSWER_TEXT_H_
#define AGENT_UPLOAD_ANSWER_TEXT_H_

#include <string>

namespace barrage {

// The text of one answer, in memory until its tokens are counted, or it is kept.
struct AnswerText {
  std::string answer, reasoning;
  bool whole = true;  // this is all that the answer said
};

}  // namespace barrage

#endif  // AGENT_UPLOAD_ANSWER_TEXT_H_
