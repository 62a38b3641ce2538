#include "tests/common/openai/fixture.h"

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

std::string JoinChunks(const std::string& body) {
  std::string joined;
  size_t at = 0;
  while (at < body.size()) {
    const size_t line_end = body.find("\r\n", at);
    if (line_end == std::string::npos) break;
    const size_t length = std::stoul(body.substr(at, line_end - at), nullptr, 16);
    joined += body.substr(line_end + 2, length);
    at = line_end + 2 + length + 2;
  }
  return joined;
}

}  // namespace

Reply ReadFixture(const std::string& name) {
  std::ifstream file("tests/fixtures/sse/" + name + ".txt", std::ios::binary);
  EXPECT_TRUE(file.is_open()) << name;
  std::stringstream text;
  text << file.rdbuf();
  const std::string kMark = "─── reply ───\n", all = text.str();
  const size_t reply = all.find(kMark) + kMark.size();
  const size_t body = all.find("\r\n\r\n", reply) + 4;
  const std::string head = all.substr(reply, body - reply);
  Reply result{.status = std::stoi(head.substr(head.find(' ') + 1)), .body = all.substr(body)};
  if (absl::StrContains(head, "ransfer-") && absl::StrContains(head, "chunked")) result.body = JoinChunks(result.body);
  return result;
}

std::vector<std::string> DataLines(const std::string& body) {
  std::vector<std::string> data;
  for (const auto line : absl::StrSplit(body, '\n')) {
    if (absl::StartsWith(line, "data: ")) data.emplace_back(line.substr(6));
  }
  return data;
}

}  // namespace barrage
