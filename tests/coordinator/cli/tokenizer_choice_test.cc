#include "coordinator/cli/tokenizer_choice.h"

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/fakes/scripted_server.h"

namespace barrage {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kFile[] = "tests/common/tokenizer/testdata/tokenizer.json";

// Environment is a plain function: the variables are global to the test.
std::map<std::string, std::string>& Variables() {
  static std::map<std::string, std::string> variables;
  return variables;
}
const char* Variable(const char* name) {
  const auto found = Variables().find(name);
  return found == Variables().end() ? nullptr : found->second.c_str();
}

std::string Json() {
  std::stringstream text;
  text << std::ifstream(kFile).rdbuf();
  return text.str();
}

DatasetPlan Named(const std::string& name) {
  DatasetPlan plan;
  plan.tokenizer = name;
  return plan;
}

TEST(TokenizerChoice, APlanWithoutOneHasNone) {
  const auto choice = ChooseTokenizer(DatasetPlan(), Variable, true);
  ASSERT_TRUE(choice.ok());
  EXPECT_EQ(choice->tokenizer, nullptr);
  EXPECT_EQ(choice->json, nullptr);
  EXPECT_EQ(choice->warning, "");
}

TEST(TokenizerChoice, ReadsAFileWithoutANetwork) {
  ScriptedServer hub([](const ScriptedRequest&) { return Script(); });
  Variables() = {{"HF_ENDPOINT", hub.origin()}};
  const auto choice = ChooseTokenizer(Named(kFile), Variable, true);
  ASSERT_TRUE(choice.ok()) << choice.status();
  EXPECT_EQ(*choice->tokenizer->Count("   "), 3u);
  EXPECT_TRUE(*choice->json == Json());
  EXPECT_EQ(choice->facts.name(), kFile);
  EXPECT_EQ(choice->facts.from(), kFile);
  EXPECT_EQ(choice->facts.sha256(), Sha256Hex(Json()));
  EXPECT_EQ(choice->facts.fault(), "");
  EXPECT_EQ(choice->warning, "");
  EXPECT_EQ(hub.connections(), 0);
}

TEST(TokenizerChoice, AsksTheHubForANameThatIsNotHere) {
  const std::string json = Json();
  ScriptedServer hub([&](const ScriptedRequest&) {
    return Script{ScriptStep::Send(AnswerHead(absl::StrCat("Content-Length: ", json.size(), "\r\n")) + json)};
  });
  Variables() = {{"HF_ENDPOINT", hub.origin()}, {"HF_HUB_CACHE", "/nowhere"}};
  DatasetPlan plan = Named("gpt2");
  plan.tokenizer_revision = "v2";
  const auto choice = ChooseTokenizer(plan, Variable, true);
  ASSERT_TRUE(choice.ok()) << choice.status();
  EXPECT_EQ(*choice->tokenizer->Count("   "), 3u);
  EXPECT_EQ(choice->facts.from(), hub.origin() + "/gpt2/resolve/v2/tokenizer.json");
}

TEST(TokenizerChoice, GoesWithoutWhereTheHubCannotBeReached) {
  ScriptedServer hub([](const ScriptedRequest&) { return Script{ScriptStep::Close()}; });
  Variables() = {{"HF_ENDPOINT", hub.origin()}, {"HF_HUB_CACHE", "/nowhere"}};
  const auto choice = ChooseTokenizer(Named("gpt2"), Variable, true);
  ASSERT_TRUE(choice.ok()) << choice.status();
  EXPECT_EQ(choice->tokenizer, nullptr);
  EXPECT_EQ(choice->facts.sha256(), "");
  EXPECT_THAT(choice->facts.fault(), StartsWith("the hub cannot be reached ("));
  EXPECT_THAT(choice->warning, AllOf(StartsWith("the tokenizer gpt2 is not on this machine, and the hub cannot be"),
                                     HasSubstr("counted by the server's usage")));
  EXPECT_GT(hub.connections(), 0);
}

TEST(TokenizerChoice, DoesNotAskTheHubWhereItMayNot) {
  ScriptedServer hub([](const ScriptedRequest&) { return Script(); });
  Variables() = {{"HF_ENDPOINT", hub.origin()}, {"HF_HUB_CACHE", "/nowhere"}};
  const auto choice = ChooseTokenizer(Named("gpt2"), Variable, false);
  ASSERT_TRUE(choice.ok()) << choice.status();
  EXPECT_EQ(choice->facts.fault(), "the hub is not asked here");
  EXPECT_EQ(hub.connections(), 0);
}

TEST(TokenizerChoice, RefusesWhatIsNoTokenizer) {
  Variables() = {};
  const std::string broken = absl::StrCat(testing::TempDir(), "/broken.json");
  std::ofstream(broken) << "{";
  EXPECT_THAT(std::string(ChooseTokenizer(Named(broken), Variable, true).status().message()),
              AllOf(StartsWith(absl::StrCat("--tokenizer ", broken, ": ")), HasSubstr("is not a tokenizer.json: EOF")));
  EXPECT_EQ(ChooseTokenizer(Named("/nowhere"), Variable, true).status().message(),
            "--tokenizer /nowhere: there is no such file or directory");
}

}  // namespace
}  // namespace barrage
