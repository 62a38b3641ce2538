// Holds the pages that are made from the option table. To write them anew:
//   bazel test //tests/docs/... --test_env=BARRAGE_UPDATE_GOLDEN=$PWD --nocache_test_results
//   --strategy=TestRunner=local
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "coordinator/cli/man_page.h"
#include "coordinator/plan/plan_schema.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/docs/flag_table.h"
#include "tests/docs/reference_page.h"
#include "tests/golden/golden.h"

namespace barrage {
namespace {

using ::testing::IsEmpty;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// `page` with the table in place of what stands between the two marks.
std::string WithTable(const std::string& page, const std::string& table) {
  constexpr char kFrom[] = "<!-- flags: made by //tests/docs -->\n";
  constexpr char kTo[] = "<!-- end of flags -->\n";
  const size_t from = page.find(kFrom), to = page.find(kTo);
  if (from == std::string::npos || to == std::string::npos) return "no marks";
  return absl::StrCat(page.substr(0, from + sizeof kFrom - 1), table, page.substr(to));
}

struct OtherTool {
  const char *list, *page;
};

class MigrationPage : public testing::TestWithParam<OtherTool> {};

TEST_P(MigrationPage, SaysWhatBecomesOfEveryFlag) {
  std::vector<std::string> faults;
  const std::string table = FlagTable(ReadFile(GetParam().list), faults);
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_TRUE(IsGolden(WithTable(ReadFile(GetParam().page), table), GetParam().page));
}

INSTANTIATE_TEST_SUITE_P(All, MigrationPage,
                         testing::Values(OtherTool{"tests/docs/genai_perf_flags.txt", "docs/from-genai-perf.md"},
                                         OtherTool{"tests/docs/aiperf_flags.txt", "docs/from-aiperf.md"},
                                         OtherTool{"tests/docs/vllm_bench_flags.txt", "docs/from-vllm-bench.md"}));

TEST(FlagTableTest, NamesWhatDoesNotFit) {
  std::vector<std::string> faults;
  FlagTable("--no-such-flag\n--url --model\n--url | -\n# --comment\n", faults);
  EXPECT_THAT(faults, testing::ElementsAre("--no-such-flag is no option", testing::StartsWith("--model is not --url"),
                                           "--url has no reason"));
}

TEST(ReferencePageTest, IsTrue) { EXPECT_TRUE(IsGolden(ReferencePage(), "docs/reference.md")); }

TEST(PlanSchemaTest, IsTrue) { EXPECT_TRUE(IsGolden(PlanSchema(), "docs/plan.schema.json")); }

TEST(ManPageTest, IsTrue) { EXPECT_TRUE(IsGolden(ManPage(), "docs/barrage.1")); }

}  // namespace
}  // namespace barrage
