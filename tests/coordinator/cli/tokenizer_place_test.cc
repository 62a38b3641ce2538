#include "coordinator/cli/tokenizer_place.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::AllOf;
using testing::HasSubstr;
namespace fs = std::filesystem;

// Environment is a plain function: the variables are global to the test.
std::map<std::string, std::string>& Variables() {
  static std::map<std::string, std::string> variables;
  return variables;
}
const char* Variable(const char* name) {
  const auto found = Variables().find(name);
  return found == Variables().end() ? nullptr : found->second.c_str();
}

class TokenizerPlaceTest : public testing::Test {
 protected:
  TokenizerPlaceTest() {
    folder_ = fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    Variables() = {{"HF_HUB_CACHE", (folder_ / "cache").string()}};
  }
  std::string Write(const std::string& path, const std::string& text = "{}") {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path) << text;
    return (folder_ / path).string();
  }
  static std::string Found(const std::string& name, const std::string& revision = "main") {
    const auto path = FindTokenizer(name, revision, Variable);
    if (!path.ok()) return std::string(path.status().message());
    return path->value_or("not here");
  }
  fs::path folder_;
};

TEST_F(TokenizerPlaceTest, TakesAFileOrItsDirectory) {
  const std::string file = Write("model/tokenizer.json");
  EXPECT_EQ(Found(file), file);
  EXPECT_EQ(Found((folder_ / "model").string()), file);
  const std::string other = Write("mine.json");
  EXPECT_EQ(Found(other), other);
}

TEST_F(TokenizerPlaceTest, FindsAModelInTheHubsCacheByRevision) {
  const std::string first = Write("cache/models--org--model/snapshots/c0ffee/tokenizer.json");
  const std::string second = Write("cache/models--org--model/snapshots/facade/tokenizer.json");
  Write("cache/models--org--model/refs/main", "c0ffee\n");
  Write("cache/models--org--model/refs/refs/pr/1", "facade");
  EXPECT_EQ(Found("org/model"), first);
  EXPECT_EQ(Found("org/model", "refs/pr/1"), second);
  EXPECT_EQ(Found("org/model", "facade"), second);
  EXPECT_EQ(Found("org/model", "nobranch"), "not here");
  EXPECT_EQ(Found("org/other"), "not here");
  EXPECT_EQ(Found("gpt2"), "not here");
}

TEST_F(TokenizerPlaceTest, LooksWhereTheHubsOwnToolsDo) {
  const std::string file = Write("home/hub/models--gpt2/snapshots/c0ffee/tokenizer.json");
  Write("home/hub/models--gpt2/refs/main", "c0ffee");
  Variables() = {{"HF_HOME", (folder_ / "home").string()}};
  EXPECT_EQ(Found("gpt2"), file);
  fs::create_directories(folder_ / "xdg");
  fs::rename(folder_ / "home", folder_ / "xdg" / "huggingface");
  Variables() = {{"XDG_CACHE_HOME", (folder_ / "xdg").string()}};
  EXPECT_EQ(Found("gpt2"), (folder_ / "xdg/huggingface/hub/models--gpt2/snapshots/c0ffee/tokenizer.json").string());
  fs::rename(folder_ / "xdg", folder_ / ".cache");
  Variables() = {{"HOME", folder_.string()}};
  EXPECT_EQ(Found("gpt2"), (folder_ / ".cache/huggingface/hub/models--gpt2/snapshots/c0ffee/tokenizer.json").string());
}

TEST_F(TokenizerPlaceTest, SaysWhatToDoWithOtherForms) {
  const std::string model = Write("llama/tokenizer.model");
  const std::string folder = (folder_ / "llama").string();
  const auto says_how = AllOf(HasSubstr("reads tokenizer.json only"), HasSubstr("AutoTokenizer.from_pretrained"),
                              HasSubstr("--tokenizer OUT"), HasSubstr("leave --tokenizer out"));
  EXPECT_THAT(Found(folder), AllOf(HasSubstr("no tokenizer.json in"),
                                   HasSubstr("tokenizer.model (SentencePiece or tiktoken)"), says_how));
  EXPECT_THAT(Found(model), AllOf(HasSubstr("this is SentencePiece or tiktoken"), HasSubstr(folder), says_how));
  Write("qwen/qwen.tiktoken");
  EXPECT_THAT(Found((folder_ / "qwen").string()), AllOf(HasSubstr("qwen.tiktoken (tiktoken)"), says_how));
  Write("old/vocab.json");
  Write("old/merges.txt");
  EXPECT_THAT(Found((folder_ / "old").string()), AllOf(HasSubstr("merges.txt (a bare vocabulary)"), says_how));
  Write("cache/models--org--sp/snapshots/c0ffee/tokenizer.model");
  Write("cache/models--org--sp/refs/main", "c0ffee");
  EXPECT_THAT(Found("org/sp"), AllOf(HasSubstr("tokenizer.model"), HasSubstr("from_pretrained('org/sp')"), says_how));
  fs::create_directories(folder_ / "empty");
  EXPECT_THAT(Found((folder_ / "empty").string()), HasSubstr("there is no tokenizer.json in"));
}

TEST_F(TokenizerPlaceTest, APathIsNoNameOfTheHub) {
  for (const char* const path : {"/nowhere/tokenizer.json", "./gpt2", "../gpt2", "a/b/c", "gpt2.json", "x.tiktoken",
                                 "models/tokenizer.model", "~/model", "", "a/"}) {
    EXPECT_EQ(Found(path), "there is no such file or directory") << path;
  }
}

}  // namespace
}  // namespace barrage
