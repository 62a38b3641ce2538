#ifndef TESTS_AGENT_LOAD_WORKER_FIXTURE_H_
#define TESTS_AGENT_LOAD_WORKER_FIXTURE_H_

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/load/worker.h"
#include "agent/loop/stamp_check.h"
#include "common/base/bounded_queue.h"
#include "common/base/clock.h"
#include "gtest/gtest.h"
#include "tests/fakes/scripted_server.h"

namespace barrage {

inline constexpr int64_t kForever = std::numeric_limits<int64_t>::max();
inline constexpr int64_t kMs = 1'000'000;

// A worker whose sinks fill queues that the test waits on. A wait that is never answered fails the test.
class WorkerFixture : public ::testing::Test {
 protected:
  // As the agent does at its start: the kernel stamps from then on.
  static void SetUpTestSuite() {
    static const StampCheck check = CheckStamps(SystemClock());
    ASSERT_EQ(check.fault, "");
  }

  static std::shared_ptr<wire::RunSetup> SetupFor(const std::string& origin) {
    auto setup = std::make_shared<wire::RunSetup>();
    setup->set_run_id("run");
    setup->set_endpoint("chat");
    setup->add_urls(origin + "/v1/chat/completions");
    setup->add_models("m");
    setup->set_streaming(true);
    setup->set_include_usage(true);
    setup->set_idle_reuse_ns(4'000 * kMs);
    setup->set_warm_path("/health");
    return setup;
  }

  void MakeWorker(std::shared_ptr<const wire::RunSetup> setup) {
    worker_ = std::make_unique<Worker>(
        WorkerOptions{.setup = std::move(setup), .clock = SystemClock()},
        [this](FinishedRecord&& finished) { records_.Push(std::move(finished)); },
        [this](uint32_t phase) { phases_.Push(phase); });
    worker_->SetLease(kForever);
  }

  static std::vector<Assigned> Requests(int count, const std::string& prompt = "hello") {
    auto payload = std::make_shared<wire::Payload>();
    payload->set_id(7);
    wire::ChatMessage& message = *payload->add_messages();
    message.set_role("user");
    message.set_content(prompt);
    std::vector<Assigned> requests(count);
    for (int i = 0; i < count; ++i) {
      requests[i].request.set_index(i);
      requests[i].request.set_payload_id(7);
      requests[i].payload = payload;
    }
    return requests;
  }

  static int64_t Now() { return SystemClock().MonotonicNs(); }

  FinishedRecord NextRecord() {
    std::optional<FinishedRecord> finished = records_.PopFor(std::chrono::seconds(20));
    EXPECT_TRUE(finished.has_value()) << "no record came";
    return finished ? *std::move(finished) : FinishedRecord();
  }

  // The phase that was done next, with what was recorded until then left in records_.
  std::optional<uint32_t> NextPhaseDone() { return phases_.PopFor(std::chrono::seconds(20)); }

  WarmUpResult WarmUp(uint32_t connections, int64_t patience_ns) {
    BoundedQueue<WarmUpResult> results(1);
    worker_->WarmUp(connections, Now() + patience_ns, [&results](const WarmUpResult& result) { results.Push(result); });
    const std::optional<WarmUpResult> result = results.PopFor(std::chrono::seconds(20));
    EXPECT_TRUE(result.has_value()) << "the warm-up did not end";
    return result.value_or(WarmUpResult());
  }

  // Runs `requests` on one slot and returns their records.
  std::vector<RequestRecord> RunClosed(std::vector<Assigned> requests, uint32_t slots = 1) {
    const size_t count = requests.size();
    worker_->Add(std::move(requests), true);
    worker_->Start({.phase = 1, .t0_ns = Now(), .slots = slots});
    EXPECT_EQ(NextPhaseDone(), 1u);
    std::vector<RequestRecord> records;
    while (std::optional<FinishedRecord> finished = records_.TryPop()) records.push_back(std::move(finished->record));
    EXPECT_EQ(records.size(), count);
    return records;
  }

  BoundedQueue<FinishedRecord> records_{10'000};
  BoundedQueue<uint32_t> phases_{16};
  std::unique_ptr<Worker> worker_;
};

// A chat event with text, as it stands in a stream.
inline std::string TextEvent(const std::string& text) {
  return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}\n\n";
}
inline constexpr char kFinishEvent[] =
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
inline constexpr char kUsageEvent[] =
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n";
inline constexpr char kDoneEvent[] = "data: [DONE]\n\n";
inline constexpr char kStreamHead[] = "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n";

// The whole of a good answer with two tokens.
inline Script GoodAnswer() {
  return {ScriptStep::Send(AnswerHead(kStreamHead)), ScriptStep::Send(Chunk(TextEvent("a"))),
          ScriptStep::Send(Chunk(TextEvent("b"))),
          ScriptStep::Send(Chunk(kFinishEvent) + Chunk(kUsageEvent) + Chunk(kDoneEvent) + kLastChunk)};
}

}  // namespace barrage

#endif  // TESTS_AGENT_LOAD_WORKER_FIXTURE_H_
