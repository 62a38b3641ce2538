#include "agent/health_server.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/http/http_client.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::HasSubstr;
using testing::Not;

HttpResponse Get(const WebServer& server, const std::string& path) {
  HttpOptions options;
  options.proxy = "";
  const auto response = HttpGet(absl::StrCat("http://127.0.0.1:", server.port(), path), options);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? *response : HttpResponse();
}

TEST(HealthServerTest, IsReadyBetweenRunsWhenItsCoordinatorsNameResolves) {
  SessionStatus status;
  const auto server = ServeHealth("127.0.0.1:0", "localhost:7443", status);
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_EQ(Get(**server, "/healthz").body, "ok\n");
  EXPECT_EQ(Get(**server, "/readyz").body, "ok: waiting for a coordinator\n");
  status.Set({.welcomed = true, .agent_id = "a", .run_id = "", .state = "idle", .health = {}});
  EXPECT_EQ(Get(**server, "/readyz").body, "ok: in a coordinator's fleet\n");
  EXPECT_EQ(Get(**server, "/elsewhere").status, 404);
}

TEST(HealthServerTest, IsNotReadyWithoutAnAddressToDial) {
  SessionStatus status;
  const auto server = ServeHealth("127.0.0.1:0", "no.such.name.invalid:7443", status);
  ASSERT_TRUE(server.ok()) << server.status();
  const HttpResponse refused = Get(**server, "/readyz");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.body, "the name in no.such.name.invalid:7443 has no address\n");
  // Welcomed, it was reached: no name is looked up.
  status.Set({.welcomed = true, .agent_id = "a", .run_id = "", .state = "idle", .health = {}});
  EXPECT_EQ(Get(**server, "/readyz").status, 200);
}

TEST(HealthServerTest, ShowsTheRunAsMetrics) {
  SessionStatus status;
  const auto server = ServeHealth("127.0.0.1:0", "localhost:7443", status);
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_THAT(Get(**server, "/metrics").body, HasSubstr("barrage_agent_running 0\n"));
  SessionStatus::View view;
  view.run_id = "r";
  view.health.set_dispatched(12);
  view.health.add_outcomes(7);
  status.Set(view);
  const std::string metrics = Get(**server, "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("barrage_agent_running 1\n"));
  EXPECT_THAT(metrics, HasSubstr("barrage_agent_dispatched 12\n"));
  EXPECT_THAT(metrics, HasSubstr("barrage_agent_outcomes{outcome=\"ok\"} 7\n"));
  EXPECT_THAT(metrics, Not(HasSubstr("http://")));
}

}  // namespace
}  // namespace barrage
