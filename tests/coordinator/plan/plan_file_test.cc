#include "coordinator/plan/plan_file.h"

#include "coordinator/plan/option_table.h"
#include "coordinator/plan/plan_builder.h"
#include "coordinator/plan/plan_validator.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Outcome {
  Settings settings;
  std::vector<std::string> problems, warnings;
};

Outcome Read(absl::string_view yaml) {
  Outcome outcome;
  OptionTree tree;
  AddPlanFile(yaml, "plan.yaml", tree, outcome.problems);
  outcome.settings = BuildSettings(tree, outcome.problems, outcome.warnings);
  for (std::string& problem : ValidatePlan(outcome.settings.plan, tree)) outcome.problems.push_back(std::move(problem));
  return outcome;
}

TEST(PlanFileTest, ReadsSectionsAliasesAndShapes) {
  const Outcome outcome = Read(R"(
target:
  url: [http://a:1, http://b:2]
  model: gpt2
  header: {X-Team: blue}
  extra_inputs: {ignore_eos: true}
load:
  request-rate: 5
  benchmark_duration: 2m
dataset: {isl: 128}
random_seed: 7
)");
  EXPECT_THAT(outcome.problems, IsEmpty());
  const Plan& plan = outcome.settings.plan;
  EXPECT_THAT(plan.target.urls, ElementsAre("http://a:1", "http://b:2"));
  EXPECT_THAT(plan.target.models, ElementsAre("gpt2"));
  EXPECT_THAT(plan.target.headers, ElementsAre(std::pair<std::string, std::string>("X-Team", "blue")));
  EXPECT_EQ(plan.target.extra_body_json, R"({"ignore_eos":true})");
  EXPECT_EQ(plan.load.request_rate, 5);
  EXPECT_EQ(plan.load.duration, absl::Minutes(2));
  EXPECT_EQ(plan.dataset.input_tokens_mean, 128);
  EXPECT_EQ(plan.seed, 7u);
}

TEST(PlanFileTest, NamesEveryProblemWithItsPlace) {
  const Outcome outcome = Read(R"(target:
  url: ftp://x
  endpoint_type: chatt
load:
  concurrency: 0
  reqest_rate: 5
  request_rate: -3
  request_distribution: poison
dataset:
  isl: many
  concurrency: 3
)");
  EXPECT_THAT(outcome.problems,
              ElementsAre("plan.yaml:6:3: unknown key 'load.reqest_rate' (did you mean load.request_rate?)",
                          "plan.yaml:11:3: unknown key 'dataset.concurrency' (did you mean load.concurrency?)",
                          "plan.yaml:5:3: load.concurrency must be between 1 and 1000000, got 0",
                          "plan.yaml:7:3: load.request_rate must be > 0, got -3",
                          "plan.yaml:8:3: load.request_distribution must be one of constant, poisson, gamma, got "
                          "'poison' (did you mean poisson?)",
                          "plan.yaml:10:3: dataset.synthetic_input_tokens_mean must be an integer, got 'many'",
                          "plan.yaml:2:3: target.url must be a URL such as http://host:8000, got 'ftp://x' (http or "
                          "https only)",
                          "plan.yaml:3:3: target.endpoint_type must be one of chat, completions, responses, "
                          "embeddings, rankings, nim_rankings, cohere_rankings, "
                          "hf_tei_rankings, huggingface_generate, template, got 'chatt' (did you "
                          "mean chat?)"));
}

TEST(PlanFileTest, NamesFaultsOfForm) {
  EXPECT_THAT(Read("[1").problems, ElementsAre("plan.yaml:1:1: end of sequence flow not found"));
  EXPECT_THAT(Read("just words").problems,
              ElementsAre("plan.yaml:1:1: a plan is a mapping of sections: target, load, dataset, fleet, report, "
                          "output"));
  EXPECT_THAT(Read("load: 7").problems, ElementsAre("plan.yaml:1:7: load must be a mapping of options"));
  EXPECT_THAT(Read("concurrency: [1, 2]").problems, ElementsAre("plan.yaml:1:14: concurrency must be one value"));
  EXPECT_THAT(Read("concurrency: 1\nload: {concurrency: 2}").problems,
              ElementsAre("plan.yaml:2:8: load.concurrency is given twice"));
}

TEST(PlanFileTest, KnowsNoSecretKey) {
  EXPECT_THAT(Read("target: {api_key: x}").problems,
              ElementsAre("plan.yaml:1:10: unknown key 'target.api_key' (did you mean target.api_key_file?)"));
}

TEST(PlanFileTest, RefusesLaterOptionsAndWarnsOfAcceptedOnes) {
  const Outcome outcome = Read("dataset: {num_sessions: 3,\n          tokenizer_trust_remote_code: true}");
  EXPECT_THAT(
      outcome.problems,
      ElementsAre("plan.yaml:1:11: dataset.num_sessions: this version asks single questions, not conversations"));
  EXPECT_THAT(outcome.warnings,
              ElementsAre("plan.yaml:2:11: dataset.tokenizer_trust_remote_code has no effect: no code "
                          "of a tokenizer is ever run"));
}

TEST(PlanFileTest, NamesValuesThatDoNotGoTogether) {
  EXPECT_THAT(Read("load: {request_rate: 5, stage: '1@2'}").problems,
              ElementsAre("plan.yaml:1:25: load.stage and --request-rate exclude each other"));
  EXPECT_THAT(Read("target: {cert: x}\nfleet: {listen: nowhere}").problems,
              ElementsAre("plan.yaml:1:10: target.cert needs --key beside it",
                          "plan.yaml:2:9: fleet.listen must be HOST:PORT, got 'nowhere'"));
}

TEST(PlanFileTest, NamesLoadsThatExcludeEachOtherOrLackAPart) {
  EXPECT_THAT(Read("load: {user_centric_rate: 5, num_users: 8, request_rate: 2, concurrency: 7}").problems,
              ElementsAre("plan.yaml:1:8: load.user_centric_rate is a load of its own: it excludes --request-rate and "
                          "--stage",
                          "plan.yaml:1:61: load.concurrency must be at least --num-users: each user has one request in "
                          "flight at most"));
  EXPECT_THAT(Read("load: {num_users: 8}").problems,
              ElementsAre("plan.yaml:1:8: load.num_users needs --user-centric-rate"));
  EXPECT_THAT(Read("load: {user_centric_rate: 8}").problems,
              ElementsAre("plan.yaml:1:8: load.user_centric_rate needs --num-users"));
  EXPECT_THAT(Read("load: {concurrency_ramp_duration: 8}").problems,
              ElementsAre("plan.yaml:1:8: load.concurrency_ramp_duration needs --concurrency"));
  EXPECT_THAT(Read("load: {fixed_schedule: true}").problems,
              ElementsAre("plan.yaml:1:8: load.fixed_schedule needs --input-file, whose lines have a timestamp"));
  EXPECT_THAT(Read("load: {fixed_schedule_end_offset: 5, synthesis_speedup_ratio: 2}").problems,
              ElementsAre("plan.yaml:1:8: load.fixed_schedule_end_offset needs --fixed-schedule",
                          "plan.yaml:1:38: load.synthesis_speedup_ratio needs --fixed-schedule"));
  EXPECT_THAT(Read("dataset: {input_file: f}\nload: {fixed_schedule: true, fixed_schedule_auto_offset: true, "
                   "fixed_schedule_start_offset: 9, fixed_schedule_end_offset: 8}")
                  .problems,
              ElementsAre("plan.yaml:2:30: load.fixed_schedule_auto_offset and --fixed-schedule-start-offset exclude "
                          "each other",
                          "plan.yaml:2:96: load.fixed_schedule_end_offset must not be before "
                          "--fixed-schedule-start-offset"));
}

TEST(OptionTreeTest, FlagsWinOverEnvironmentAndEnvironmentOverFile) {
  OptionTree tree;
  std::vector<std::string> problems, warnings;
  std::vector<const OptionRow*> rows;
  for (const OptionRow& row : Options()) rows.push_back(&row);
  AddEnvironment(
      rows,
      [](const char* name) -> const char* {
        const std::string variable = name;
        if (variable == "BARRAGE_CONCURRENCY") return "2";
        if (variable == "BARRAGE_REQUEST_COUNT") return "20";
        if (variable == "OPENAI_BASE_URL") return "https://other/v1";
        if (variable == "BARRAGE_GOODPUT") return "ttft:1,itl:2";
        return nullptr;
      },
      tree);
  AddPlanFile("load: {concurrency: 1, request_count: 10, benchmark_grace_period: 3}", "plan.yaml", tree, problems);
  tree.Add({tree.Find("--concurrency")->row, {"3"}, OriginKind::kFlag, "--concurrency"});
  const Plan plan = BuildSettings(tree, problems, warnings).plan;
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(plan.load.concurrency, 3);
  EXPECT_EQ(plan.load.request_count, 20);
  EXPECT_EQ(plan.load.grace, absl::Seconds(3));
  EXPECT_THAT(plan.target.urls, ElementsAre("https://other/v1"));
  EXPECT_EQ(plan.output.goodput.size(), 2u);
  EXPECT_EQ(tree.WhereOf("--request-count"), "BARRAGE_REQUEST_COUNT");
  EXPECT_EQ(tree.WhereOf("--request-rate"), "load.request_rate");
}

}  // namespace
}  // namespace barrage
