#ifndef TESTS_COMMON_OPENAI_FIXTURE_H_
#define TESTS_COMMON_OPENAI_FIXTURE_H_

#include <string>
#include <vector>

namespace barrage {

// What a real server sent, out of tests/fixtures/sse: the reply's body with its HTTP chunks joined.
struct Reply {
  int status = 0;
  std::string body;
};
Reply ReadFixture(const std::string& name);  // "vllm/chat-stream"

// The data of each event of a body, as the server framed them (LF, no multi-line data); comments are left out.
std::vector<std::string> DataLines(const std::string& body);

}  // namespace barrage

#endif  // TESTS_COMMON_OPENAI_FIXTURE_H_
