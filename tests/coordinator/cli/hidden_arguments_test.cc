#include "coordinator/cli/hidden_arguments.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAreArray;

std::vector<std::string> Hidden(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  HideSecrets(arguments);
  return words;
}

TEST(HiddenArgumentsTest, CoversSecretsAndLeavesTheRest) {
  const std::vector<std::string> words = {"barrage",
                                          "profile",
                                          "--api-key",
                                          "sk-1",
                                          "--api-key=sk-2",
                                          "--api-key-file",
                                          "/run/key",
                                          "-H",
                                          "Authorization: Bearer t",
                                          "X-Team: blue",
                                          "-Hapi-key: k",
                                          "--header={\"A\": \"b\"}",
                                          "-u",
                                          "http://me:pw@h:1/v1",
                                          "--url=https://me@h",
                                          "--isl",
                                          "10"};
  EXPECT_THAT(Hidden(words), ElementsAreArray({"barrage", "profile", "--api-key", "xxxx", "--api-key=xxxx",
                                               "--api-key-file", "/run/key", "-H", "Authorization:xxxxxxxxx",
                                               "X-Team: blue", "-Hapi-key:xx", "--header={\"A\":xxxxx", "-u",
                                               "http://xxxxx@h:1/v1", "--url=https://xx@h", "--isl", "10"}));
}

}  // namespace
}  // namespace barrage
