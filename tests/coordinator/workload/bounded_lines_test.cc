#include "coordinator/workload/bounded_lines.h"

#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace barrage {
namespace {

std::vector<std::string> LinesOf(const std::string& text, size_t most_bytes = 1 << 20) {
  std::istringstream input(text);
  BoundedLines lines(input, most_bytes);
  std::vector<std::string> all;
  while (lines.Next()) {
    EXPECT_EQ(lines.number(), static_cast<int64_t>(all.size()) + 1);
    all.push_back(lines.line() + (lines.was_cut() ? "…" : ""));
  }
  return all;
}

using Lines = std::vector<std::string>;

TEST(BoundedLines, SplitsAtEveryEnd) {
  EXPECT_EQ(LinesOf(""), Lines());
  EXPECT_EQ(LinesOf("a"), Lines({"a"}));
  EXPECT_EQ(LinesOf("a\n"), Lines({"a"}));
  EXPECT_EQ(LinesOf("a\n\nb\r\n\r\nc"), Lines({"a", "", "b", "", "c"}));
  EXPECT_EQ(LinesOf("\n"), Lines({""}));
}

TEST(BoundedLines, DropsAByteOrderMarkAtTheStartOnly) {
  EXPECT_EQ(LinesOf("\xef\xbb\xbf"
                    "a\n\xef\xbb\xbf"
                    "b"),
            Lines({"a",
                   "\xef\xbb\xbf"
                   "b"}));
}

TEST(BoundedLines, KeepsLinesOfAnyLengthWithinTheBound) {
  for (const size_t length : {65534, 65535, 65536, 65537, 131069, 131070, 131071, 200000}) {
    const std::string line(length, 'x');
    EXPECT_EQ(LinesOf(line + "\nb\n"), Lines({line, "b"})) << length;
    EXPECT_EQ(LinesOf(line), Lines({line})) << length;
  }
}

TEST(BoundedLines, CutsWhatIsLonger) {
  EXPECT_EQ(LinesOf("12345\n123456\n1", 5), Lines({"12345", "12345…", "1"}));
  EXPECT_EQ(LinesOf(std::string(300000, 'x') + "\nb", 5), Lines({"xxxxx…", "b"}));
}

}  // namespace
}  // namespace barrage
