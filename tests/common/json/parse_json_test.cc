#include "common/json/parse_json.h"

#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

std::string ErrorOf(absl::string_view text) { return std::string(ParseJson(text).status().message()); }

TEST(ParseJson, ReadsOneValue) {
  const auto document = ParseJson(R"( {"a":[1,"é"]} )");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ((*document)["a"][0].GetInt(), 1);
  EXPECT_STREQ((*document)["a"][1].GetString(), "é");
  EXPECT_TRUE(ParseJson("3")->IsInt());
  EXPECT_EQ(ParseJson("-0E44")->GetDouble(), 0);
  EXPECT_EQ(ParseJson("0.123456789012345")->GetDouble(), 0.123456789012345);
}

TEST(ParseJson, SaysWhereAndWhy) {
  EXPECT_EQ(ErrorOf(""), "not JSON at byte 0: The document is empty.");
  EXPECT_EQ(ErrorOf(R"({"a":1,})"), "not JSON at byte 7: Missing a name for object member.");
  EXPECT_EQ(ErrorOf("{} {}"), "not JSON at byte 3: The document root must not be followed by other values.");
  EXPECT_EQ(ErrorOf("\"\xff\""), "not JSON at byte 1: Invalid encoding in string.");
  EXPECT_EQ(ErrorOf(absl::string_view("{}\0", 3)), "not JSON at byte 2: a NUL byte.");
}

TEST(ParseJson, BoundsNesting) {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(ParseJson(nested(128)).ok());
  EXPECT_EQ(ErrorOf(nested(129)), "JSON nested deeper than 128 levels");
  EXPECT_EQ(ErrorOf(std::string(1 << 22, '[')), "JSON nested deeper than 128 levels");
  EXPECT_TRUE(ParseJson("\"" + std::string(1000, '[') + "\\\"[\"").ok()) << "brackets in a string are text";
}

}  // namespace
}  // namespace barrage
