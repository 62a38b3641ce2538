#include "tests/sim/http_reader.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage::sim {
namespace {

using ::testing::ElementsAre;
using Result = HttpReader::Result;

constexpr char kTwoRequests[] =
    "POST /v1/completions?x=1 HTTP/1.1\r\nHost: a\r\nx-request-ID:  run-7 \r\nContent-Length: 5\r\n\r\nhello"
    "POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\nAuthorization: Bearer k\r\n\r\n"
    "4;ext=1\r\nab\r\n\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"
    "\r\nGET /health HTTP/1.0\r\n\r\n";

// "METHOD path|request id|body|keep-alive" of each request.
std::vector<std::string> ReadAll(HttpReader& reader) {
  std::vector<std::string> seen;
  while (reader.Next() == Result::kRequest) {
    const HttpRequest& request = reader.request();
    seen.push_back(absl::StrCat(request.method, " ", request.path, "|", request.request_id, request.authorization, "|",
                                request.body, "|", request.keep_alive));
  }
  return seen;
}

TEST(HttpReaderTest, ReadsTheSameRequestsCutAtAnyByte) {
  const std::string bytes = kTwoRequests;
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    HttpReader reader(100);
    reader.Append(bytes.substr(0, cut));
    std::vector<std::string> seen = ReadAll(reader);
    reader.Append(bytes.substr(cut));
    for (const std::string& request : ReadAll(reader)) seen.push_back(request);
    EXPECT_THAT(seen, ElementsAre("POST /v1/completions|run-7|hello|1",
                                  "POST /v1/chat/completions|Bearer k|ab\r\n0123456789|1", "GET /health|||0"))
        << "cut at " << cut;
  }
}

TEST(HttpReaderTest, ReadsOneByteAtATime) {
  HttpReader reader(100);
  std::vector<std::string> seen;
  for (const char byte : std::string(kTwoRequests)) {
    reader.Append(std::string(1, byte));
    for (const std::string& request : ReadAll(reader)) seen.push_back(request);
  }
  EXPECT_EQ(seen.size(), 3u);
}

TEST(HttpReaderTest, AsksForContinueOnceAndOnlyWhileTheBodyIsMissing) {
  const std::string head = "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  HttpReader reader(100);
  reader.Append(head);
  EXPECT_EQ(reader.Next(), Result::kWantsContinue);
  EXPECT_EQ(reader.Next(), Result::kNeedMore);
  reader.Append("ok");
  EXPECT_EQ(reader.Next(), Result::kRequest);
  reader.Append(head + "ok");
  EXPECT_EQ(reader.Next(), Result::kRequest);
}

int ErrorOf(const std::string& bytes) {
  HttpReader reader(10);
  reader.Append(bytes);
  const Result result = reader.Next();
  EXPECT_EQ(result, Result::kError);
  EXPECT_EQ(reader.Next(), result) << "an error is for good";
  return reader.error_status();
}

TEST(HttpReaderTest, SaysWhatIsWrong) {
  EXPECT_EQ(ErrorOf("hello\r\n\r\n"), 400);
  EXPECT_EQ(ErrorOf("GET / HTTP/2\r\n\r\n"), 400);
  EXPECT_EQ(ErrorOf("GET noslash HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(ErrorOf("GET / HTTP/1.1\r\nno colon\r\n\r\n"), 400);
  EXPECT_EQ(ErrorOf("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"), 400);
  EXPECT_EQ(ErrorOf("GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(ErrorOf("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"), 400);
  EXPECT_EQ(ErrorOf("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n"), 400);
  EXPECT_EQ(ErrorOf("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n"), 413);
  EXPECT_EQ(ErrorOf("POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n"), 413);
  EXPECT_EQ(ErrorOf(absl::StrCat("GET / HTTP/1.1\r\nA: ", std::string(70000, 'a'))), 431);
}

}  // namespace
}  // namespace barrage::sim
