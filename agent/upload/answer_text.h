#ifndef AGENT_UPLOAD_ANSWER_TEXT_H_
#define AGENT_UPLOAD_ANSWER_TEXT_H_

#include <string>

namespace barrage {

// The whole text of one answer, in memory until its tokens are counted.
struct AnswerText {
  std::string answer, reasoning;
};

}  // namespace barrage

#endif  // AGENT_UPLOAD_ANSWER_TEXT_H_
