#include "coordinator/plan/endpoint_inputs.h"

#include <cstdlib>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TargetPlan Target(const std::string& endpoint, const std::string& extras) {
  TargetPlan target;
  target.endpoint_type = endpoint;
  target.extra_body_json = extras;
  return target;
}

TEST(EndpointInputs, OfATemplateAreTakenOut) {
  TargetPlan target =
      Target("template", R"({"payload_template":"{\"t\": {{ text|tojson }}}","k":1,"response_field":"a.b"})");
  ASSERT_TRUE(TakeEndpointInputs(target).ok());
  EXPECT_EQ(target.payload_template, R"({"t": {{ text|tojson }}})");
  EXPECT_EQ(target.response_field, "a.b");
  EXPECT_EQ(target.extra_body_json, R"({"k":1})");
  // Once taken, they stay.
  ASSERT_TRUE(TakeEndpointInputs(target).ok());
  EXPECT_EQ(target.response_field, "a.b");
  target = Target("template", R"({"payload_template":7})");
  EXPECT_EQ(TakeEndpointInputs(target).message(), "'payload_template' must be a text");
}

TEST(EndpointInputs, OfRankingsNameTheForm) {
  TargetPlan target = Target("rankings", R"({"rankings":"tei"})");
  ASSERT_TRUE(TakeEndpointInputs(target).ok());
  EXPECT_EQ(target.endpoint_type, "hf_tei_rankings");
  EXPECT_EQ(target.extra_body_json, "");
  target = Target("rankings", R"({"rankings":"x"})");
  EXPECT_EQ(TakeEndpointInputs(target).message(), "'rankings' must be tei, got 'x'");
  target = Target("rankings", R"({"truncate":"END"})");
  ASSERT_TRUE(TakeEndpointInputs(target).ok());
  EXPECT_EQ(target.endpoint_type, "rankings");
  EXPECT_EQ(target.extra_body_json, R"({"truncate":"END"})");
}

TEST(EndpointInputs, OfOthersStayInTheBody) {
  TargetPlan target = Target("chat", R"({"rankings":"tei","payload_template":"x"})");
  ASSERT_TRUE(TakeEndpointInputs(target).ok());
  EXPECT_EQ(target.extra_body_json, R"({"rankings":"tei","payload_template":"x"})");
  EXPECT_EQ(target.payload_template, std::nullopt);
}

TEST(EndpointInputs, ATemplateMayStandInAFile) {
  const std::string path = std::string(std::getenv("TEST_TMPDIR")) + "/body.json";
  std::ofstream(path) << R"({"a": 1})";
  TargetPlan target = Target("template", "");
  target.payload_template = path;
  ASSERT_TRUE(TakeEndpointInputs(target).ok());
  EXPECT_EQ(target.payload_template, R"({"a": 1})");
  target.payload_template = "nv-embedqa";
  ASSERT_TRUE(TakeEndpointInputs(target).ok());
  EXPECT_EQ(target.payload_template, "nv-embedqa");
}

}  // namespace
}  // namespace barrage
