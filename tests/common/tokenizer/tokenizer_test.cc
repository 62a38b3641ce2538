#include "common/tokenizer/tokenizer.h"

#include <fstream>
#include <sstream>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"

namespace barrage {
namespace {

using testing::HasSubstr;

constexpr char kTokenizerJson[] = "tests/common/tokenizer/testdata/tokenizer.json";

struct Expected {
  std::string text;
  std::vector<uint32_t> ids;
};

// What the Python package answered: testdata/generate.py.
std::vector<Expected> ReadExpected() {
  std::vector<Expected> all;
  std::ifstream file("tests/common/tokenizer/testdata/expected.txt");
  for (std::string line; std::getline(file, line);) {
    const size_t tab = line.find('\t');
    rapidjson::Document text;
    text.Parse(line.substr(0, tab).c_str());
    std::istringstream ids(line.substr(tab + 1));
    all.push_back({std::string(text.GetString(), text.GetStringLength()), {}});
    for (uint32_t id = 0; ids >> id;) all.back().ids.push_back(id);
  }
  return all;
}

Tokenizer Load() { return *Tokenizer::FromFile(kTokenizerJson); }

TEST(Tokenizer, AgreesWithThePythonPackage) {
  const Tokenizer tokenizer = Load();
  const std::vector<Expected> all = ReadExpected();
  ASSERT_EQ(all.size(), 10);
  for (const Expected& expected : all) {
    SCOPED_TRACE(expected.text);
    EXPECT_EQ(*tokenizer.Encode(expected.text), expected.ids);
    EXPECT_EQ(*tokenizer.Count(expected.text), expected.ids.size());
    EXPECT_EQ(*tokenizer.Decode(expected.ids), expected.text);
  }
}

TEST(Tokenizer, LoadsFromBytes) {
  std::stringstream json;
  json << std::ifstream(kTokenizerJson).rdbuf();
  const absl::StatusOr<Tokenizer> tokenizer = Tokenizer::FromBytes(json.str());
  ASSERT_TRUE(tokenizer.ok()) << tokenizer.status();
  EXPECT_EQ(*tokenizer->Count(" "), 1);
}

TEST(Tokenizer, SaysWhatIsWrong) {
  EXPECT_THAT(Tokenizer::FromFile("missing.json").status().message(), HasSubstr("No such file"));
  EXPECT_THAT(Tokenizer::FromBytes("{").status().message(), HasSubstr("EOF while parsing"));
  EXPECT_THAT(Tokenizer::FromBytes("").status().message(), HasSubstr("EOF while parsing"));
  EXPECT_THAT(Load().Count("\xff").status().message(), HasSubstr("invalid utf-8"));
}

TEST(Tokenizer, ServesManyThreads) {
  const Tokenizer tokenizer = Load();
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 100; ++n) EXPECT_EQ(*tokenizer.Count("   "), 3);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace barrage
