#include "common/sse/sse_parser.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// "name|data" of each event, ":" of each comment; the last entry is the error if there was one.
struct Collector {
  std::vector<std::string> seen;
  absl::Status Feed(SseParser& parser, absl::string_view bytes) {
    return parser.Feed(bytes, [this](const SseEvent& event) {
      seen.push_back(event.comment ? ":" : std::string(event.name) + "|" + std::string(event.data));
      return absl::OkStatus();
    });
  }
};

std::vector<std::string> Whole(absl::string_view stream) {
  SseParser parser;
  Collector collector;
  EXPECT_TRUE(collector.Feed(parser, stream).ok());
  return collector.seen;
}

std::vector<std::string> CutAt(absl::string_view stream, size_t cut) {
  SseParser parser;
  Collector collector;
  EXPECT_TRUE(collector.Feed(parser, stream.substr(0, cut)).ok());
  EXPECT_TRUE(collector.Feed(parser, stream.substr(cut)).ok());
  return collector.seen;
}

std::vector<std::string> ByteByByte(absl::string_view stream) {
  SseParser parser;
  Collector collector;
  for (const char& byte : stream) EXPECT_TRUE(collector.Feed(parser, absl::string_view(&byte, 1)).ok());
  return collector.seen;
}

void ExpectSameForAnySplit(absl::string_view stream) {
  const std::vector<std::string> whole = Whole(stream);
  EXPECT_EQ(ByteByByte(stream), whole);
  for (size_t cut = 0; cut <= stream.size(); ++cut) ASSERT_EQ(CutAt(stream, cut), whole) << "cut at " << cut;
}

std::string WithLineEnds(absl::string_view stream, absl::string_view line_end) {
  std::string out;
  for (const char byte : stream) byte == '\n' ? out.append(line_end.data(), line_end.size()) : out.append(1, byte);
  return out;
}

constexpr absl::string_view kStream =
    "\xEF\xBB\xBF: keep-alive\n\n"
    "data: {\"a\": \"\xE2\x82\xAC\"}\n\n"
    "event: error\ndata:no space\ndata:  two spaces\n\n"
    "id: 7\nretry: 10\n\n"
    "data\n\n"
    "event: lost\n\n"
    "unknown: field\ndata: [DONE]\n\n"
    "data: incomplete\n";

TEST(SseParserTest, ReadsEveryKindOfLine) {
  EXPECT_THAT(Whole(kStream),
              ElementsAre(":", "|{\"a\": \"\xE2\x82\xAC\"}", "error|no space\n two spaces", "|", "|[DONE]"));
}

TEST(SseParserTest, SplitsEventAtAnyByte) { ExpectSameForAnySplit(kStream); }

TEST(SseParserTest, LineEndsMakeNoDifference) {
  for (const absl::string_view line_end : {"\r\n", "\r"}) {
    const std::string stream = WithLineEnds(kStream, line_end);
    EXPECT_EQ(Whole(stream), Whole(kStream));
    ExpectSameForAnySplit(stream);
  }
}

TEST(SseParserTest, MixedLineEndsAreLineEnds) {
  EXPECT_THAT(Whole("data: a\r\n\rdata: b\n\r\ndata: c\r\r"), ElementsAre("|a", "|b", "|c"));
}

TEST(SseParserTest, HalfAByteOrderMarkIsText) {
  EXPECT_THAT(Whole("\xEF\xBB"
                    "data: a\n\ndata: b\n\n"),
              ElementsAre("|b"));
  ExpectSameForAnySplit(
      "\xEF\xBB"
      "data: a\n\ndata: b\n\n");
}

TEST(SseParserTest, AnEventIsCompleteWithItsBlankLine) {
  SseParser parser;
  Collector collector;
  ASSERT_TRUE(collector.Feed(parser, "data: a\n").ok());
  EXPECT_THAT(collector.seen, IsEmpty());
  EXPECT_TRUE(parser.mid_event());
  ASSERT_TRUE(collector.Feed(parser, "\n").ok());
  EXPECT_THAT(collector.seen, ElementsAre("|a"));
  EXPECT_FALSE(parser.mid_event());
}

TEST(SseParserTest, DataInOnePieceIsNotCopied) {
  const std::string stream = "data: abc\n\n";
  SseParser parser;
  const absl::Status status = parser.Feed(stream, [&](const SseEvent& event) {
    EXPECT_EQ(event.data.data(), stream.data() + 6);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
}

TEST(SseParserTest, RefusesWhatIsTooLarge) {
  for (const absl::string_view stream : {"data: 0123456789", "data: 0123\ndata: 4567\n\n"}) {
    SseParser parser(8);
    Collector collector;
    absl::Status status;
    for (size_t i = 0; i < stream.size() && status.ok(); ++i) status = collector.Feed(parser, stream.substr(i, 1));
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_THAT(std::string(status.message()), HasSubstr("over 8 bytes"));
    EXPECT_THAT(collector.seen, IsEmpty());
  }
}

TEST(SseParserTest, StopsWithTheCallersError) {
  SseParser parser;
  int events = 0;
  const absl::Status status = parser.Feed("data: a\n\ndata: b\n\n", [&](const SseEvent&) {
    ++events;
    return absl::InvalidArgumentError("not mine");
  });
  EXPECT_EQ(status, absl::InvalidArgumentError("not mine"));
  EXPECT_EQ(events, 1);
}

TEST(SseParserTest, ResetForgetsTheStream) {
  SseParser parser;
  Collector collector;
  ASSERT_TRUE(collector.Feed(parser, "event: x\ndata: old\nda").ok());
  parser.Reset();
  ASSERT_TRUE(collector.Feed(parser, "data: new\n\n").ok());
  EXPECT_THAT(collector.seen, ElementsAre("|new"));
}

TEST(SseParserTest, RealServersAnswersSplitAtAnyByte) {
  int streams = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("tests/fixtures/sse")) {
    if (entry.path().filename().string().find("stream") == std::string::npos) continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string file = text.str();
    const size_t body = file.find("\n\n", file.find("reply"));
    const std::string stream = file.substr(body == std::string::npos ? 0 : body);
    const std::vector<std::string> whole = Whole(stream);
    EXPECT_EQ(ByteByByte(stream), whole) << entry.path();
    for (size_t cut = 0; cut <= stream.size(); cut += 1 + stream.size() / 4000) {
      ASSERT_EQ(CutAt(stream, cut), whole) << entry.path() << " cut at " << cut;
    }
    ++streams;
  }
  EXPECT_GT(streams, 10);
}

}  // namespace
}  // namespace barrage
