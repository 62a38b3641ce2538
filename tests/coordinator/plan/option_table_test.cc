#include "coordinator/plan/option_table.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "coordinator/plan/option_tree.h"
#include "coordinator/plan/value_check.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(OptionTableTest, EveryNameIsUniqueAndWellFormed) {
  std::set<std::string> seen;
  for (const OptionRow& row : Options()) {
    EXPECT_TRUE(absl::StartsWith(row.names, "--")) << row.names << ": the long name comes first";
    for (const absl::string_view name : NamesOf(row)) {
      EXPECT_TRUE(seen.insert(std::string(name)).second) << name << " stands in two rows";
      EXPECT_TRUE((absl::StartsWith(name, "--") && name.size() > 3) || name.size() == 2) << name;
    }
  }
}

TEST(OptionTableTest, EveryVariableIsUnique) {
  std::set<std::string> seen;
  for (const OptionRow& row : Options()) EXPECT_TRUE(seen.insert(EnvironmentOf(row)).second) << EnvironmentOf(row);
}

TEST(OptionTableTest, NoFlagIsTheNegationOfAnother) {
  for (const OptionRow& row : Options()) {
    if (row.kind != ValueKind::kFlag) continue;
    EXPECT_EQ(FindFlag("--no-" + std::string(NameOf(row))), nullptr) << row.names;
  }
}

TEST(OptionTableTest, EveryRowIsDocumented) {
  for (const OptionRow& row : Options()) {
    EXPECT_FALSE(row.help.empty()) << row.names;
    EXPECT_LE(row.help.size(), 100u) << row.names;
    EXPECT_EQ(row.kind == ValueKind::kFlag, row.value.empty()) << row.names << ": a value has a placeholder";
    EXPECT_EQ(row.level == OptionLevel::kHonoured, row.word.empty()) << row.names;
  }
}

TEST(OptionTableTest, EveryHonouredRowReachesTheSettings) {
  for (const OptionRow& row : Options()) {
    EXPECT_EQ(row.level == OptionLevel::kHonoured, row.field.set != nullptr) << row.names;
  }
}

TEST(OptionTableTest, AFieldReadsWhatItWrites) {
  const Settings defaults;
  for (const OptionRow& row : Options()) {
    if (row.field.get == nullptr) continue;
    const std::vector<std::string> texts = row.field.get(defaults);
    if (texts.empty()) continue;
    for (const std::string& text : texts) EXPECT_TRUE(CheckValue(row, text).ok()) << row.names << " " << text;
    Settings settings;
    ASSERT_TRUE(row.field.set(texts, settings).ok()) << row.names;
    EXPECT_EQ(row.field.get(settings), texts) << row.names;
  }
}

TEST(OptionTableTest, KeysAndVariablesBearTheFlagsName) {
  const OptionRow* const row = FindFlag("--isl");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(NameOf(*row), "synthetic-input-tokens-mean");
  EXPECT_EQ(KeyOf(*row), "synthetic_input_tokens_mean");
  EXPECT_EQ(EnvironmentOf(*row), "BARRAGE_SYNTHETIC_INPUT_TOKENS_MEAN");
  EXPECT_EQ(PathOf(*row), "dataset.synthetic_input_tokens_mean");
  EXPECT_EQ(FindKey("isl"), row);
  EXPECT_EQ(FindKey("synthetic-input-tokens-mean"), row);
  EXPECT_EQ(FindKey(""), nullptr);
}

TEST(OptionTableTest, KnowsTheFlagsThatPeopleBring) {
  for (const absl::string_view flag : absl::StrSplit(
           "--model -m --url -u --endpoint-type --endpoint --service-kind --backend --streaming -b --batch-size "
           "--batch-size-text --extra-inputs -H --header -g --goodput --input-file --input-dataset --num-prompts "
           "--num-dataset-entries --isl --osl --synthetic-input-tokens-stddev --output-tokens-stddev "
           "--output-tokens-mean-deterministic --num-prefix-prompts --prefix-prompt-length --concurrency "
           "--request-rate --request-distribution --fixed-schedule --request-count --num-requests -p "
           "--measurement-interval --benchmark-duration --benchmark-grace-period --warmup-request-count "
           "--warmup-duration --num-sessions --session-concurrency --session-turns-mean --session-turn-delay-mean "
           "--random-seed --tokenizer --tokenizer-revision --tokenizer-trust-remote-code --artifact-dir "
           "--profile-export-file --generate-plots -v --version --server-metrics-url -s --stability-percentage "
           "--checkpoint-dir --enable-checkpointing --api-key --api-key-file --request-timeout-seconds "
           "--connection-reuse-strategy --wait-for-model-timeout --arrival-pattern --arrival-smoothness "
           "--vllm-burstiness --stage --user-centric-rate --num-users --request-cancellation-rate "
           "--request-cancellation-delay --custom-dataset-type --seq-dist --slice-duration --num-profile-runs "
           "--confidence-level --export-level --use-server-token-count --use-legacy-max-tokens --ui --cacert --cert "
           "--key --insecure --no-proxy --concurrency-ramp-duration --request-rate-ramp-duration",
           ' ')) {
    EXPECT_NE(FindFlag(flag), nullptr) << flag;
  }
}

}  // namespace
}  // namespace barrage
