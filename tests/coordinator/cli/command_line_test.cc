#include "coordinator/cli/command_line.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "coordinator/cli/command_table.h"
#include "coordinator/cli/completion.h"
#include "coordinator/cli/help_text.h"
#include "coordinator/plan/option_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const char* NoEnvironment(const char*) { return nullptr; }

CommandLine Read(absl::string_view words, Environment environment = NoEnvironment) {
  return ReadCommandLine(absl::StrSplit(words, ' ', absl::SkipEmpty()), environment);
}

TEST(CommandLineTest, FindsCommandsAndTheirAliases) {
  EXPECT_EQ(Read("run -m x").command, FindCommand("profile"));
  EXPECT_EQ(Read("report DIR").command, FindCommand("report"));
  EXPECT_THAT(Read("report DIR").operands, ElementsAre("DIR"));
}

TEST(CommandLineTest, TakesTheOldestFormWithoutACommand) {
  const CommandLine line = Read("-m gpt2 --service-kind openai --endpoint-type chat --tokenizer gpt2");
  EXPECT_EQ(line.command, FindCommand("profile"));
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_THAT(line.settings.plan.target.models, ElementsAre("gpt2"));
  EXPECT_THAT(line.warnings, ElementsAre(HasSubstr("--service-kind")));
  EXPECT_EQ(line.settings.plan.dataset.tokenizer, "gpt2");
}

TEST(CommandLineTest, NamesEveryProblemAtOnce) {
  EXPECT_THAT(
      Read("profile --concurency 4 --concurrency 0 --isl x --request-count --endpoint-type chatt stray").problems,
      ElementsAre("unknown option --concurency (did you mean --concurrency?)", "unexpected word 'stray'",
                  "--concurrency must be between 1 and 1000000, got 0", "--request-count needs a value",
                  "--isl must be an integer, got 'x'",
                  "--endpoint-type must be one of chat, completions, responses, embeddings, rankings, nim_rankings, "
                  "cohere_rankings, "
                  "hf_tei_rankings, huggingface_generate, template, got 'chatt' (did you mean chat?)"));
}

TEST(CommandLineTest, NamesTheNearestCommand) {
  EXPECT_THAT(Read("profil -m x").problems,
              ElementsAre("unknown command 'profil' (did you mean profile?); barrage --help lists them"));
}

TEST(CommandLineTest, SaysWhatToDoInPlaceOfOtherToolsCommands) {
  EXPECT_THAT(Read("config -f x.yaml").problems, ElementsAre(HasSubstr("barrage profile --plan FILE")));
  EXPECT_THAT(Read("search --slo x").problems, ElementsAre(HasSubstr("barrage analyze")));
}

TEST(CommandLineTest, SaysWhereAnOptionDoesNotBelong) {
  EXPECT_THAT(Read("report DIR --concurrency 4").problems, ElementsAre("--concurrency is no option of barrage report"));
}

TEST(CommandLineTest, FlagsWinOverVariablesOverThePlanFile) {
  const std::string path = absl::StrCat(testing::TempDir(), "/command_line_test.yaml");
  std::ofstream(path) << "load: {concurrency: 1, request_count: 10, benchmark_grace_period: 3}\n";
  const auto environment = [](const char* name) -> const char* {
    if (absl::string_view(name) == "BARRAGE_CONCURRENCY") return "2";
    if (absl::string_view(name) == "BARRAGE_REQUEST_COUNT") return "20";
    return nullptr;
  };
  const CommandLine line = Read(absl::StrCat("profile --concurrency 3 --plan ", path), environment);
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_EQ(line.settings.plan.load.concurrency, 3);
  EXPECT_EQ(line.settings.plan.load.request_count, 20);
  EXPECT_EQ(line.settings.plan.load.grace, absl::Seconds(3));
}

TEST(CommandLineTest, NamesAPlanFileThatIsNotThere) {
  EXPECT_THAT(Read("profile --plan /nowhere/plan.yaml").problems,
              ElementsAre("--plan cannot open /nowhere/plan.yaml: No such file or directory"));
}

TEST(CommandLineTest, TakesPerfAnalyzersOwnAfterTheDashes) {
  const CommandLine line = Read("profile -m x -- --request-rate 5 --max-threads 64 -H A:b");
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_THAT(line.warnings, ElementsAre("--max-threads after -- has no effect: it is perf_analyzer's own"));
  EXPECT_EQ(line.settings.plan.load.request_rate, 5);
  EXPECT_EQ(line.settings.plan.load.arrival, ArrivalKind::kConstant);
  EXPECT_EQ(line.settings.plan.target.headers.size(), 1u);
  EXPECT_EQ(Read("profile -m x --request-rate 5").settings.plan.load.arrival, ArrivalKind::kPoisson);
}

TEST(CommandLineTest, ListsAfterTheDashesAddToThoseBefore) {
  const CommandLine line = Read("profile -m x -H A:b -- -H C:d");
  EXPECT_EQ(line.settings.plan.target.headers.size(), 2u);
}

TEST(CommandLineTest, KnowsPerfAnalyzersNames) {
  const CommandLine line = Read(
      "profile -m x -- --ssl-https-ca-certificates-file ca.pem --ssl-https-verify-peer 0 --concurrency-range=8:8 -i "
      "http");
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_EQ(line.settings.plan.target.cacert, "ca.pem");
  EXPECT_TRUE(line.settings.plan.target.insecure);
  EXPECT_EQ(line.settings.plan.load.concurrency, 8);
  EXPECT_THAT(Read("profile -m x -- --request-rate-range 1:8").problems,
              ElementsAre(HasSubstr("barrage analyze --sweep-type request_rate")));
}

TEST(CommandLineTest, SpellsChoicesAsOtherToolsDo) {
  const CommandLine line = Read(
      "profile -m x --model-selection-strategy round-robin --request-rate 1 --request-rate-mode CONSTANT --definitions "
      "genai_perf");
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_EQ(line.settings.plan.load.arrival, ArrivalKind::kConstant);
  EXPECT_EQ(line.settings.plan.output.definitions, "genai-perf");
}

TEST(CommandLineTest, AcceptsWhatHasNoEffectWithoutJudgingIt) {
  const CommandLine line = Read("profile -m x --gpu-telemetry --workers-max ten --profile-export-file out.json");
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_THAT(line.warnings, ElementsAre(HasSubstr("--workers-max"), HasSubstr("--gpu-telemetry")));
  EXPECT_EQ(line.settings.plan.output.profile_export_file, "out");
}

TEST(HelpTest, IsOneScreenAndNamesEveryOption) {
  for (const CommandRow& command : Commands()) {
    const std::string page = CommandHelp(command, false);
    EXPECT_LE(std::count(page.begin(), page.end(), '\n'), 60) << command.name;
    for (const absl::string_view text : absl::StrSplit(page, '\n')) EXPECT_LE(text.size(), 80u) << text;
    const std::string all = CommandHelp(command, true);
    for (const absl::string_view text : absl::StrSplit(all, '\n')) EXPECT_LE(text.size(), 80u) << text;
    for (const OptionRow* const row : OptionsOf(command)) {
      for (const absl::string_view name : NamesOf(*row)) EXPECT_THAT(all, HasSubstr(std::string(name)));
    }
    EXPECT_THAT(ProgramHelp(), HasSubstr(std::string(command.name)));
  }
}

TEST(CompletionTest, SpeaksZshAndFish) {
  const std::string zsh = ZshCompletion(), fish = FishCompletion();
  EXPECT_THAT(zsh, HasSubstr("#compdef barrage"));
  EXPECT_THAT(zsh, HasSubstr("'--request-distribution=[How the requests of a rate follow each other]:"
                             "constant|poisson|gamma:(constant poisson gamma)'"));
  EXPECT_THAT(zsh, HasSubstr("'--input-file=["));
  EXPECT_THAT(fish, HasSubstr("complete -c barrage -n __fish_use_subcommand -a profile"));
  EXPECT_THAT(fish, HasSubstr(" -l url -s u -x -d "));
  for (const CommandRow& command : Commands()) {
    EXPECT_THAT(zsh, HasSubstr(absl::StrCat("'", command.name, ":")));
    EXPECT_THAT(fish, HasSubstr(absl::StrCat(" -a ", command.name, " ")));
  }
}

TEST(CommandLineTest, KeepsItsWordsForARunOfASeries) {
  EXPECT_THAT(Read("analyze -m x --sweep-type request_rate -- -H a:b").words,
              ElementsAre("-m", "x", "--sweep-type", "request_rate", "--", "-H", "a:b"));
  EXPECT_THAT(Read("-m x -v").words, ElementsAre("-m", "x", "-v"));
}

TEST(CompletionTest, KnowsCommandsOptionsAndChoices) {
  const std::string script = BashCompletion();
  for (const CommandRow& command : Commands()) EXPECT_THAT(script, HasSubstr(std::string(command.name)));
  for (const OptionRow& row : Options()) {
    if (row.level != OptionLevel::kHonoured) continue;
    EXPECT_THAT(script, HasSubstr(absl::StrCat("--", NameOf(row))));
  }
  EXPECT_THAT(
      script,
      HasSubstr("--request-distribution|--arrival-pattern|--request-rate-mode) words=\"constant poisson gamma\""));
}

}  // namespace
}  // namespace barrage
