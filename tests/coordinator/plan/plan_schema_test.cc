#include "coordinator/plan/plan_schema.h"

#include <string>

#include "common/json/parse_json.h"
#include "coordinator/plan/option_table.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(PlanSchemaTest, DescribesEveryKeyOfAPlan) {
  const auto schema = ParseJson(PlanSchema());
  ASSERT_TRUE(schema.ok()) << schema.status();
  const auto& sections = (*schema)["properties"];
  int described = 0, keys = 0;
  for (const auto& section : sections.GetObject()) {
    described += static_cast<int>(section.value["properties"].MemberCount());
  }
  for (const OptionRow& row : Options()) {
    if (!row.in_plan || row.level != OptionLevel::kHonoured) continue;
    const std::string section(SectionOf(row.group));
    if (!sections.HasMember(section.c_str())) continue;
    ++keys;
    EXPECT_TRUE(sections[section.c_str()]["properties"].HasMember(KeyOf(row).c_str())) << KeyOf(row);
  }
  EXPECT_EQ(described, keys);
}

TEST(PlanSchemaTest, KnowsKindsAndRanges) {
  const auto schema = ParseJson(PlanSchema());
  ASSERT_TRUE(schema.ok());
  const auto& load = (*schema)["properties"]["load"]["properties"];
  EXPECT_STREQ(load["concurrency"]["type"].GetString(), "integer");
  EXPECT_EQ(load["concurrency"]["minimum"].GetInt(), 1);
  EXPECT_EQ(load["request_rate"]["exclusiveMinimum"].GetInt(), 0);
  EXPECT_EQ(load["request_distribution"]["enum"].Size(), 3u);
  EXPECT_STREQ(load["cut_at_end"]["type"].GetString(), "boolean");
  EXPECT_STREQ(load["benchmark_duration"]["anyOf"][0]["type"].GetString(), "number");
}

}  // namespace
}  // namespace barrage
