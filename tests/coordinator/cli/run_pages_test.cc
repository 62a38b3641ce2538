#include "coordinator/cli/run_pages.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;

class Counter final : public RunObserver {
 public:
  void OnProgress(const FleetProgress&) override { ++progresses; }
  void OnNotice(absl::string_view sentence) override { notice = std::string(sentence); }

  int progresses = 0;
  std::string notice;
};

TEST(RunPagesTest, MetricsShowPhaseAgentsAndOutcomes) {
  FleetProgress progress{.phase = RunPhase::kMeasuring, .expected_agents = 3};
  progress.totals.dispatched = 7;
  progress.totals.outcomes[0] = 5;
  progress.agents = {{"a", MemberState::kConnected, {}}, {"b", MemberState::kLost, {}}};
  const std::string text = PrometheusText(RunMetrics(progress));
  EXPECT_THAT(text, HasSubstr(absl::StrCat("barrage_run_phase{phase=\"", PhaseText(progress.phase), "\"} 1\n")));
  EXPECT_THAT(text, HasSubstr("barrage_expected_agents 3\n"));
  EXPECT_THAT(text, HasSubstr("barrage_agents{state=\"connected\"} 1\nbarrage_agents{state=\"lost\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("barrage_requests_dispatched 7\n"));
  EXPECT_THAT(text, HasSubstr("barrage_requests_ended{outcome=\"ok\"} 5\n"));
}

TEST(RunPagesTest, PassesOnWhatItSeesAndServesNothingUnasked) {
  Counter next;
  Settings settings;
  settings.invocation.linger = absl::Hours(1);
  const auto pages = RunPages::Open(settings, next);
  ASSERT_TRUE(pages.ok()) << pages.status();
  (*pages)->OnProgress({});
  (*pages)->OnNotice("agent b disconnected");
  EXPECT_EQ(next.progresses, 1);
  EXPECT_EQ(next.notice, "agent b disconnected");
  (*pages)->Linger(StopSignal());  // at once: there is nothing to fetch
}

TEST(RunPagesTest, NamesATokenFileThatIsNotThere) {
  Counter next;
  Settings settings;
  settings.invocation.http = "127.0.0.1:0";
  settings.invocation.results_token_file = "/nowhere/token";
  EXPECT_THAT(RunPages::Open(settings, next).status().message(), HasSubstr("/nowhere/token"));
}

}  // namespace
}  // namespace barrage
