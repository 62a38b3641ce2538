// Counts on random Unicode, equal to the Python package's: testdata/generate.py wrote what it said.
#include <array>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/tokenizer/tokenizer.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int kTexts = 5000;
constexpr std::array<const char*, 3> kTokenizers = {"tokenizer", "unigram", "wordpiece"};

// RANGES of testdata/generate.py.
constexpr std::pair<uint32_t, uint32_t> kRanges[] = {
    {0x20, 0x7E},       {0x61, 0x7A},       {0x20, 0x20},         {0x09, 0x0D},       {0x80, 0x24F},
    {0x300, 0x36F},     {0x370, 0x58F},     {0x590, 0x6FF},       {0x900, 0xDFF},     {0x2000, 0x206F},
    {0x2600, 0x27BF},   {0x3040, 0x30FF},   {0x4E00, 0x9FFF},     {0xAC00, 0xD7A3},   {0xE000, 0xF8FF},
    {0xFE00, 0xFEFF},   {0x1F1E6, 0x1F1FF}, {0x1F300, 0x1FAFF},   {0x1F3FB, 0x1F3FF}, {0x200D, 0x200D},
    {0x20000, 0x2A6DF}, {0xE0000, 0xE01EF}, {0x10FF00, 0x10FFFF}, {0x00, 0x1F},
};

// splitmix64.
class Draws {
 public:
  explicit Draws(uint64_t seed) : state_(seed) {}
  uint64_t Below(uint64_t bound) {
    uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return (z ^ (z >> 31)) % bound;
  }

 private:
  uint64_t state_;
};

std::string Utf8(uint32_t c) {
  const auto byte = [](uint32_t value) { return std::string(1, static_cast<char>(value)); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) return byte(0xC0 | c >> 6) + byte(0x80 | (c & 0x3F));
  if (c < 0x10000) return byte(0xE0 | c >> 12) + byte(0x80 | (c >> 6 & 0x3F)) + byte(0x80 | (c & 0x3F));
  return byte(0xF0 | c >> 18) + byte(0x80 | (c >> 12 & 0x3F)) + byte(0x80 | (c >> 6 & 0x3F)) + byte(0x80 | (c & 0x3F));
}

std::string RandomText(uint64_t number) {
  Draws draws(number);
  std::vector<std::pair<uint32_t, uint32_t>> chosen(1 + draws.Below(4));
  for (auto& range : chosen) range = kRanges[draws.Below(std::size(kRanges))];
  std::string text;
  const uint64_t length = draws.Below(120);
  for (uint64_t i = 0; i < length; ++i) {
    const auto [first, last] = chosen[draws.Below(chosen.size())];
    const std::string character = Utf8(first + static_cast<uint32_t>(draws.Below(last - first + 1)));
    const bool again = draws.Below(8) == 0;
    const uint64_t more = draws.Below(6);
    for (uint64_t n = 0; n <= (again ? more : 0); ++n) text += character;
  }
  return text;
}

std::string Digest(const std::vector<uint32_t>& ids) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const uint32_t id : ids) {
    for (int shift = 0; shift < 32; shift += 8) hash = (hash ^ (id >> shift & 0xFF)) * 0x100000001B3;
  }
  return absl::StrFormat("%d %08x", ids.size(), static_cast<uint32_t>(hash));
}

TEST(RandomText, HasThePythonPackagesTokens) {
  std::vector<Tokenizer> tokenizers;
  for (const char* const name : kTokenizers) {
    tokenizers.push_back(*Tokenizer::FromFile(absl::StrCat("tests/common/tokenizer/testdata/", name, ".json")));
  }
  std::ifstream expected("tests/common/tokenizer/testdata/random.txt");
  int texts = 0, differ = 0;
  for (std::string line; std::getline(expected, line); ++texts) {
    const std::string text = RandomText(static_cast<uint64_t>(texts));
    std::string got;
    for (const Tokenizer& tokenizer : tokenizers) {
      const std::vector<uint32_t> ids = tokenizer.Encode(text).value();
      EXPECT_EQ(*tokenizer.Count(text), ids.size());
      absl::StrAppend(&got, got.empty() ? "" : " ", Digest(ids));
    }
    if (got != line && ++differ <= 5) ADD_FAILURE() << "text " << texts << ": " << got << ", Python says " << line;
  }
  EXPECT_EQ(texts, kTexts);
  EXPECT_EQ(differ, 0);
}

}  // namespace
}  // namespace barrage
