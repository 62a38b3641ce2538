#include "agent/upload/outbox.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::ElementsAre;

wire::AgentMessage PhaseDoneOf(uint32_t phase) {
  wire::AgentMessage message;
  message.mutable_phase_done()->set_phase(phase);
  return message;
}
wire::AgentMessage EchoOf(uint64_t id) {
  wire::AgentMessage message;
  message.mutable_clock_echo()->set_id(id);
  return message;
}

// "echo 1", "phase 2", "batch 3"
std::string WordsFor(const wire::AgentMessage& message) {
  if (message.has_clock_echo()) return "echo " + std::to_string(message.clock_echo().id());
  if (message.has_phase_done()) return "phase " + std::to_string(message.phase_done().phase());
  return "batch " + std::to_string(message.batch().sequence());
}

// A source that has `count` batches.
Outbox::BatchSource BatchesOf(uint64_t count) {
  return [count, next = std::make_shared<uint64_t>(0)]() -> std::optional<wire::RecordBatch> {
    if (*next == count) return std::nullopt;
    wire::RecordBatch batch;
    batch.set_sequence(++*next);
    return batch;
  };
}

TEST(Outbox, GivesEchoesFirstThenControlThenBatches) {
  Outbox outbox;
  outbox.Open();
  outbox.SetSource(BatchesOf(2));
  outbox.Put(PhaseDoneOf(1));
  outbox.Put(PhaseDoneOf(2));
  outbox.PutFirst(EchoOf(7));
  std::vector<std::string> words;
  for (int i = 0; i < 4; ++i) words.push_back(WordsFor(*outbox.Next()));
  outbox.Put(PhaseDoneOf(3));  // passes the second batch
  words.push_back(WordsFor(*outbox.Next()));
  words.push_back(WordsFor(*outbox.Next()));
  EXPECT_THAT(words, ElementsAre("echo 7", "phase 1", "phase 2", "batch 1", "phase 3", "batch 2"));
}

TEST(Outbox, WaitsUntilTheSourceIsWokenOrSomethingIsPut) {
  Outbox outbox;
  outbox.Open();
  std::vector<std::string> words;
  std::thread writer([&] {
    while (const auto message = outbox.Next()) words.push_back(WordsFor(*message));
  });
  outbox.SetSource(BatchesOf(1));
  outbox.Wake();
  outbox.Put(PhaseDoneOf(1));
  outbox.Close();
  writer.join();
  EXPECT_THAT(words, testing::Contains("phase 1"));
}

TEST(Outbox, GivesControlButNoBatchesOnceClosed) {
  Outbox outbox;
  outbox.Open();
  outbox.SetSource(BatchesOf(5));
  outbox.Put(PhaseDoneOf(1));
  outbox.Close();
  outbox.Put(PhaseDoneOf(2));  // too late
  EXPECT_EQ(WordsFor(*outbox.Next()), "phase 1");
  EXPECT_EQ(outbox.Next(), std::nullopt);
}

TEST(Outbox, ForgetsTheStreamBefore) {
  Outbox outbox;
  outbox.Put(PhaseDoneOf(1));  // no stream yet
  outbox.Open();
  outbox.SetSource(BatchesOf(5));
  outbox.Put(PhaseDoneOf(2));
  outbox.Open();
  outbox.Close();
  EXPECT_EQ(outbox.Next(), std::nullopt);
}

}  // namespace
}  // namespace barrage
