#ifndef TESTS_AGENT_SESSION_FIXTURE_H_
#define TESTS_AGENT_SESSION_FIXTURE_H_

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/agent_session.h"
#include "agent/loop/stamp_check.h"
#include "common/base/clock.h"
#include "common/record/record_codec.h"
#include "gtest/gtest.h"
#include "tests/fakes/fake_coordinator.h"
#include "tests/fakes/scripted_server.h"

namespace barrage {

// A session against a fake coordinator and a scripted chat server, all in this process, over loopback.
class SessionFixture : public testing::Test {
 protected:
  static void SetUpTestSuite() { static const StampCheck check = CheckStamps(SystemClock()); }

  ~SessionFixture() override {
    if (!exit_code_.valid()) return;
    session_->Leave();
    session_->Leave();
    session_->Leave();
    exit_code_.wait();
  }

  static SessionOptions OptionsFor(int port) {
    SessionOptions options;
    options.coordinator.host_port = absl::StrCat("127.0.0.1:", port);
    options.facts.set_id("a");
    options.facts.set_incarnation("one");
    options.facts.set_loops(2);
    options.facts.set_open_file_limit(1000);
    options.spool_folder = testing::TempDir();
    return options;
  }

  void StartSession(SessionOptions options) {
    session_ = std::make_unique<AgentSession>(std::move(options), SystemClock(), &status_);
    exit_code_ = std::async(std::launch::async, [this] { return session_->Run(); });
  }

  // What Run returned; −1 when it did not within 20 s.
  int ExitCode() {
    if (exit_code_.wait_for(std::chrono::seconds(20)) != std::future_status::ready) return -1;
    return exit_code_.get();
  }

  // A streamed answer of two tokens, after a pause; a plain one to a GET.
  static Script Answer(const ScriptedRequest& request, std::chrono::milliseconds pause) {
    if (request.head.rfind("GET", 0) == 0) return {ScriptStep::Send(AnswerHead("Content-Length: 2\r\n") + "ok")};
    const std::string event =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n";
    const std::string finish = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    return {ScriptStep::Pause(pause),
            ScriptStep::Send(AnswerHead("Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n")),
            ScriptStep::Send(Chunk(event)), ScriptStep::Send(Chunk(event)),
            ScriptStep::Send(Chunk(finish) + Chunk("data: [DONE]\n\n") + kLastChunk)};
  }

  static wire::CoordinatorMessage Setup(const std::string& origin, const std::string& run_id, uint32_t streams) {
    wire::CoordinatorMessage message;
    wire::RunSetup& setup = *message.mutable_run_setup();
    setup.set_run_id(run_id);
    setup.set_agents(1);
    setup.set_endpoint("chat");
    setup.add_urls(origin + "/v1/chat/completions");
    setup.add_models("m");
    setup.set_streaming(true);
    setup.set_idle_reuse_ns(4'000'000'000);
    setup.set_request_timeout_ns(10'000'000'000);
    setup.set_expected_streams(streams);
    setup.set_warm_connections(streams);
    setup.set_warm_path("/health");
    return message;
  }

  static wire::CoordinatorMessage Payload() {
    wire::Payload payload;
    payload.set_id(1);
    payload.set_last_use_index(1'000'000);
    payload.add_messages()->set_role("user");
    payload.mutable_messages(0)->set_content("hello");
    wire::CoordinatorMessage message;
    message.mutable_payload()->set_payload_id(1);
    message.mutable_payload()->set_data(payload.SerializeAsString());
    message.mutable_payload()->set_last(true);
    return message;
  }

  // Requests `first` … `first + count − 1`, one every `spacing_ns`.
  static wire::CoordinatorMessage Slice(uint32_t phase, int64_t first, int64_t count, bool last, bool closed_loop,
                                        int64_t spacing_ns = 0) {
    wire::CoordinatorMessage message;
    wire::ScheduleSlice& slice = *message.mutable_slice();
    slice.set_phase(phase);
    slice.set_last(last);
    for (int64_t i = first; i < first + count; ++i) {
      wire::ScheduledRequest& request = *slice.add_requests();
      request.set_index(i);
      request.set_payload_id(1);
      request.set_offset_ns(i * spacing_ns);
      request.set_slot_pool(closed_loop ? 1 : 0);
    }
    return message;
  }

  static wire::CoordinatorMessage Start(uint32_t phase, uint32_t slots, int64_t dispatch_until_ns = 0) {
    wire::CoordinatorMessage message;
    message.mutable_start()->set_phase(phase);
    message.mutable_start()->set_t0_ns(SystemClock().MonotonicNs());
    message.mutable_start()->set_slots(slots);
    message.mutable_start()->set_dispatch_until_ns(dispatch_until_ns);
    return message;
  }

  static wire::CoordinatorMessage EndRun() {
    wire::CoordinatorMessage message;
    message.mutable_end_run();
    return message;
  }

  // Says it on the open stream, or on the next one.
  static void Say(FakeCoordinator& coordinator, const wire::CoordinatorMessage& message) {
    do {
      ASSERT_TRUE(coordinator.Await([](const auto& seen) { return seen.connected; }));
    } while (!coordinator.Say(message));
  }

  // Every record in the batches that came. A batch that cannot be read fails the test.
  static std::vector<RequestRecord> Records(const FakeCoordinator::Seen& seen) {
    std::vector<RequestRecord> records;
    for (const auto& [sequence, body] : seen.batches) {
      auto decoded = DecodeRecordBatch(body);
      EXPECT_TRUE(decoded.ok()) << decoded.status();
      if (decoded.ok()) records.insert(records.end(), decoded->begin(), decoded->end());
    }
    return records;
  }

  // All records have this outcome, and each of 0 … count − 1 is there once.
  static void ExpectEachOnce(const std::vector<RequestRecord>& records, int64_t count, Outcome outcome) {
    std::set<int64_t> indices;
    for (const RequestRecord& record : records) {
      EXPECT_EQ(record.outcome, outcome) << record.index << " " << record.error.value_or("");
      indices.insert(record.index);
    }
    EXPECT_EQ(records.size(), static_cast<size_t>(count));
    EXPECT_EQ(indices.size(), static_cast<size_t>(count));
    if (!indices.empty()) {
      EXPECT_EQ(*indices.begin(), 0);
      EXPECT_EQ(*indices.rbegin(), count - 1);
    }
  }

  SessionStatus status_;
  std::unique_ptr<AgentSession> session_;
  std::future<int> exit_code_;
};

}  // namespace barrage

#endif  // TESTS_AGENT_SESSION_FIXTURE_H_
