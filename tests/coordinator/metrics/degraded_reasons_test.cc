#include "coordinator/metrics/degraded_reasons.h"

#include <gtest/gtest.h>

#include "tests/coordinator/metrics/verdict_run.h"

namespace barrage {
namespace {

TEST(DegradedTest, AgentLostUnderContinueIsExcused) {
  VectorRunLog log = CleanRun(10, 2);
  for (int i = 0; i < 3; ++i) log.records().erase(log.records().end() - 1 - i);
  log.AddEvent(wire::RunEvent::AGENT_LOST, 1);
  log.AddEvent(wire::RunEvent::AGENT_LOST, 0);
  Plan plan = PlanOf(10, 2);
  plan.fleet.on_agent_loss = OnAgentLoss::kContinue;
  const Summary summary = SummaryOf(log, plan);
  EXPECT_EQ(Codes(summary), (Strings{"agent_lost", "agent_lost"}));
  EXPECT_EQ(summary.verdict, Verdict::kDegraded);
  EXPECT_EQ(summary.exit_code, 0);
  plan.output.strict = true;
  EXPECT_EQ(SummaryOf(log, plan).exit_code, 5);
}

// An open loop whose requests went out `lag_ms` late.
VectorRunLog LateRun(double lag_ms) {
  VectorRunLog log;
  for (int i = 0; i < 10; ++i) log.Add(Answer(i, 100.0 * i + lag_ms).Intended(100.0 * i).Build());
  return log;
}

TEST(DegradedTest, ScheduleLagAboveTwoMs) {
  Plan plan;
  plan.load.request_rate = 10;
  plan.load.request_count = 10;
  EXPECT_EQ(Codes(SummaryOf(LateRun(2), plan)), Strings());
  const Summary late = SummaryOf(LateRun(2.5), plan);
  EXPECT_EQ(Codes(late), Strings{"schedule_lag"});
  EXPECT_EQ(late.reasons[0].observed, "p99 2.500 ms");
  EXPECT_EQ(late.budget.schedule_lag->p99, 2'500'000);
}

TEST(DegradedTest, TheLagLimitGrowsWithTheMedianTtft) {
  Plan plan;
  plan.load.request_rate = 10;
  plan.load.request_count = 1;
  VectorRunLog log;
  log.Add(RecordBuilder(0).Intended(0).Dispatched(4).Content({1004, 1010}).Usage(1, 2).End(1011).Build());
  EXPECT_EQ(Codes(SummaryOf(log, plan)), Strings());  // 1 % of 1,000 ms is 10
}

// A closed loop whose requests are in the socket `sent_ms` after their dispatch.
VectorRunLog SlowToSend(
    double sent_ms, void (*change)(RequestRecord&) = [](RequestRecord&) {}) {
  VectorRunLog log;
  for (int i = 0; i < 10; ++i) log.Add(Answer(i, 100.0 * i).Sent(100.0 * i + sent_ms).Changed(change).Build());
  return log;
}

TEST(DegradedTest, SendLagAboveTwoMs) {
  EXPECT_EQ(Codes(SummaryOf(SlowToSend(2), PlanOf(10))), Strings());
  const Summary late = SummaryOf(SlowToSend(2.5), PlanOf(10));
  ASSERT_EQ(Codes(late), Strings{"send_lag"});
  EXPECT_EQ(late.reasons[0].observed, "p99 2.500 ms");
  EXPECT_EQ(late.reasons[0].limit, "2.000 ms (2 ms or 1 % of the median TTFT)");
  EXPECT_EQ(late.verdict, Verdict::kDegraded);
  EXPECT_EQ(late.budget.send_lag.p50, 2'500'000);
}

TEST(DegradedTest, ConnectingIsNoSendLag) {
  const auto connected = [](RequestRecord& record) {
    record.connection_reused = false;
    record.connect_done_ns = *record.dispatched_ns + 20'000'000;
  };
  const auto over_tls = [](RequestRecord& record) {
    record.connect_done_ns = *record.dispatched_ns + 20'000'000;
    record.tls_done_ns = *record.dispatched_ns + 37'600'000;
  };
  EXPECT_EQ(Codes(SummaryOf(SlowToSend(21.9, connected), PlanOf(10))), Strings());
  EXPECT_EQ(Codes(SummaryOf(SlowToSend(22.1, connected), PlanOf(10))), Strings{"send_lag"});
  EXPECT_EQ(SummaryOf(SlowToSend(40, over_tls), PlanOf(10)).budget.send_lag.max, 2'400'000);
  EXPECT_EQ(SummaryOf(SlowToSend(40, over_tls), PlanOf(10)).budget.lag_connection.max, 40'000'000);
}

TEST(DegradedTest, WhatTheNetworkTakesInPartsIsNoSendLag) {
  EXPECT_EQ(Codes(SummaryOf(SlowToSend(9, [](RequestRecord& record) { record.bytes_sent = 32 << 10; }), PlanOf(10))),
            Strings{"send_lag"});
  for (void (*change)(RequestRecord&) : {+[](RequestRecord& record) { record.bytes_sent = (32 << 10) + 1; },
                                         +[](RequestRecord& record) { record.resends = 1; }}) {
    EXPECT_EQ(SummaryOf(SlowToSend(9, change), PlanOf(10)).budget.send_lag.max, 0);
  }
}

TEST(DegradedTest, StampErrorOfFirstTokensAlone) {
  // One of 200 tokens: nothing to the p99 of all, everything to TTFT.
  VectorRunLog log;
  RecordBuilder builder(0);
  builder.Dispatched(0).Usage(1, 200).End(900);
  for (int i = 0; i < 200; ++i) {
    StreamEvent event;
    event.at_ns = RecordBuilder::At(50 + 4 * i);
    event.kernel_stamped = true;
    event.coalesced = i == 0;
    if (i == 0) event.lateness_ns = 15'000'000;
    builder.Event(event);
  }
  log.Add(builder.Build());
  const Summary summary = SummaryOf(log, PlanOf(1));
  ASSERT_EQ(Codes(summary), Strings{"stamp_error"});
  EXPECT_EQ(summary.reasons[0].message, "the stamps of first tokens may be wrong by more than is worth reporting");
  EXPECT_LT(summary.budget.stamp_error.p99, 2'000'000);
  EXPECT_GE(summary.budget.first_stamp_error.p99, 15'000'000);
  EXPECT_GE(*summary.Find("time_to_first_token")->value->error_bound, 15);
  EXPECT_LT(*summary.Find("request_latency")->value->error_bound, 1);
}

TEST(DegradedTest, StampError) {
  VectorRunLog log;
  StreamEvent late;
  late.at_ns = RecordBuilder::At(50);
  late.lateness_ns = 2'001'000;
  log.Add(RecordBuilder(0).Dispatched(0).Event(late).Usage(1, 1).End(60).Build());
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(1))), Strings{"stamp_error"});
}

TEST(DegradedTest, LoopGap) {
  VectorRunLog log = CleanRun();
  wire::LoopGap& gap = *log.AddHealth(0, 500).add_gaps();
  gap.set_from_ns(RecordBuilder::At(120));
  gap.set_to_ns(RecordBuilder::At(255));
  const Summary summary = SummaryOf(log, PlanOf(10));
  EXPECT_EQ(Codes(summary), Strings{"loop_gap"});
  EXPECT_EQ(summary.reasons[0].observed, "longest 135.000 ms");
  // Request 1's tokens at 150 and 160, and request 2's at 250 (its second, at 260, ends a gap that began in the stall).
  EXPECT_EQ(summary.budget.samples_in_gaps, 4);
  EXPECT_EQ(summary.budget.ttft_p99_without_gaps_ms, 50);
}

TEST(DegradedTest, ClientBound) {
  VectorRunLog log = CleanRun();
  log.AddHealth(0, 500).set_busiest_loop_fraction(0.85);
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(10))), Strings());
  log.AddHealth(0, 900).set_busiest_loop_fraction(0.86);
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(10))), Strings{"client_bound"});
}

TEST(DegradedTest, ThrottledInTheMeasuredPhaseAlone) {
  VectorRunLog log = CleanRun();
  log.AddHealth(0, -100).set_nr_throttled(7);
  log.AddHealth(0, 500).set_nr_throttled(7);
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(10))), Strings());
  log.AddHealth(0, 700).set_nr_throttled(9);
  const Summary summary = SummaryOf(log, PlanOf(10));
  EXPECT_EQ(Codes(summary), Strings{"throttled"});
  EXPECT_EQ(summary.budget.nr_throttled, 2);
}

TEST(DegradedTest, Coalesced) {
  const auto with = [](int coalesced) {
    VectorRunLog log;
    RecordBuilder builder(0);
    builder.Dispatched(0).Usage(1, 100).End(900);
    for (int i = 0; i < 100; ++i) {
      StreamEvent event;
      event.at_ns = RecordBuilder::At(i < coalesced ? 10 : 10 + 5 * i);
      event.kernel_stamped = true;
      event.coalesced = i < coalesced;
      builder.Event(event);
    }
    log.Add(builder.Build());
    return Codes(SummaryOf(log, PlanOf(1)));
  };
  EXPECT_EQ(with(5), Strings());
  EXPECT_EQ(with(6), Strings{"coalesced"});
}

TEST(DegradedTest, StartSkew) {
  const auto with = [](double second_starts_ms) {
    VectorRunLog log(2);
    log.Add(0, Answer(0, 0).Build());
    log.Add(1, Answer(1, second_starts_ms).Build());
    return SummaryOf(log, PlanOf(2, 2));
  };
  EXPECT_EQ(Codes(with(9.99)), Strings());
  EXPECT_EQ(Codes(with(10.5)), Strings{"start_skew"});
  EXPECT_NEAR(static_cast<double>(with(10.5).budget.start_skew_ns), 10.5e6, 4);  // and two bounds of about 1 ns
}

TEST(DegradedTest, NearLimits) {
  VectorRunLog log = CleanRun();
  log.AddHealth(0, 500).set_open_files(900);
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(10))), Strings());
  log.AddHealth(0, 600).set_ports_in_use(9'001);
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(10))), Strings{"near_limits"});
}

TEST(DegradedTest, AConnectThatFailedForWantOfAPortOrAFileIsTheClientsFault) {
  VectorRunLog log = CleanRun(2);
  log.Add(RecordBuilder(2)
              .Dispatched(300)
              .End(300)
              .With(Outcome::kConnectError)
              .Changed([](RequestRecord& record) {
                record.error = "Couldn't connect to server: Cannot assign requested address";
              })
              .Build());
  const Summary summary = SummaryOf(log, PlanOf(3));
  ASSERT_EQ(Codes(summary), Strings{"near_limits"});
  EXPECT_EQ(summary.reasons[0].message, "requests failed because an agent had no local port left");
  EXPECT_EQ(summary.reasons[0].observed, "1 requests");
  log.records().back().second.error = "Couldn't connect to server: Too many open files";
  EXPECT_EQ(SummaryOf(log, PlanOf(3)).reasons[0].message, "requests failed because an agent had no file left");
  log.records().back().second.error = "Couldn't connect to server: Connection refused";
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(3))), Strings());
}

TEST(DegradedTest, SlotsIdle) {
  // One slot, open for 961 ms until the last answer's end: 5 % is 48.05 ms.
  VectorRunLog log = CleanRun();
  log.AddHealth(0, 1000).set_slot_idle_ns(48'000'000);
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(10))), Strings());
  log.AddHealth(0, 1001).set_slot_idle_ns(49'000'000);
  log.edit().health.erase(log.edit().health.begin());
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(10))), Strings{"slots_idle"});
}

TEST(DegradedTest, SlotsThatHeldOneLongRequestEachWereNotIdle) {
  // Four requests on four slots, sent within 3 ms of t0, of a second each: starting them is no idleness worth a reason.
  VectorRunLog log;
  for (int i = 0; i < 4; ++i) log.Add(RecordBuilder(i).Dispatched(i).Content({50, 1000}).Usage(5, 2).End(1001).Build());
  log.edit().agents[0].set_slots(4);
  log.AddHealth(0, 1100).set_slot_idle_ns(6'000'000);  // 0 + 1 + 2 + 3 ms
  EXPECT_EQ(Codes(SummaryOf(log, PlanOf(4, 4))), Strings());
}

TEST(DegradedTest, ClockResidualOfARunTooShortForPieces) {
  for (const int64_t contradiction_ns : {0, 1'000'000}) {
    VectorRunLog log = CleanRun();
    std::erase_if(log.edit().clocks,
                  [](const wire::ClockExchange& exchange) { return exchange.agent_ns() > RecordBuilder::At(30'000); });
    log.AddExchange(0, RecordBuilder::At(100), 0);
    wire::ClockExchange& wrong = log.edit().clocks.back();
    wrong.set_coordinator_sent_ns(wrong.agent_ns() + contradiction_ns);
    wrong.set_coordinator_received_ns(wrong.agent_ns() + contradiction_ns);
    const Summary summary = SummaryOf(log, PlanOf(10));
    // The least widening that lets one line through two intervals 1 ms apart: half of it.
    EXPECT_EQ(summary.agents[0].clock.residual_ns, contradiction_ns / 2);
    EXPECT_FALSE(summary.agents[0].clock.piecewise);
    EXPECT_EQ(Codes(summary), contradiction_ns > 0 ? Strings{"clock_residual"} : Strings());
  }
}

TEST(DegradedTest, ClockResidual) {
  VectorRunLog log = CleanRun();
  // Two exchanges of one instant that contradict each other by 1 ms.
  log.AddExchange(0, RecordBuilder::At(100), 0);
  wire::ClockExchange& wrong = log.edit().clocks.back();
  wrong.set_coordinator_sent_ns(wrong.agent_ns() + 1'000'000);
  wrong.set_coordinator_received_ns(wrong.agent_ns() + 1'000'000);
  const Summary summary = SummaryOf(log, PlanOf(10));
  EXPECT_GT(summary.agents[0].clock.residual_ns, 0);
  EXPECT_EQ(Codes(summary), Strings{"clock_residual"});
}

TEST(DegradedTest, TooFewOnlyForAPercentileThatAThresholdNames) {
  Plan plan = PlanOf(10);
  plan.output.asserts = {{.text = "ttft.p50<1s", .tag = "time_to_first_token", .statistic = "p50", .limit = 1000}};
  EXPECT_EQ(Codes(SummaryOf(CleanRun(), plan)), Strings());
  plan.output.asserts[0].statistic = "p99";
  const Summary summary = SummaryOf(CleanRun(), plan);
  EXPECT_EQ(Codes(summary), Strings{"too_few"});
  EXPECT_EQ(summary.slo_passed, true);
  EXPECT_EQ(summary.exit_code, 0);
}

}  // namespace
}  // namespace barrage
