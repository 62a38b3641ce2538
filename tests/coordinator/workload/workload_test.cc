#include "coordinator/workload/workload.h"

#include <cstdlib>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/tokenizer/tokenizer.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

std::string WriteFile(const std::string& name, const std::string& text) {
  const std::string path = std::string(std::getenv("TEST_TMPDIR")) + "/" + name;
  std::ofstream(path) << text;
  return path;
}

TEST(Workload, MakesSyntheticPromptsByDefault) {
  Plan plan;
  plan.dataset.input_tokens_mean = 4;
  const auto workload = Workload::Make(plan);
  ASSERT_TRUE(workload.ok()) << workload.status();
  EXPECT_EQ((*workload)->payload_count(), 100);
  const wire::Payload payload = (*workload)->Payload(5);
  EXPECT_EQ(payload.id(), 5u);
  const wire::PayloadFacts facts = (*workload)->Facts(5);
  EXPECT_EQ(facts.id(), 5u);
  EXPECT_EQ(facts.bytes(), payload.prompt().size());
  EXPECT_EQ(facts.asked_tokens(), 4u);
  EXPECT_FALSE((*workload)->HasWarmup());
  EXPECT_EQ((*workload)->Slots(), 1);
}

TEST(Workload, KnowsTheLastUseOfAPayload) {
  Plan plan;
  plan.dataset.num_prompts = 4;
  plan.load.request_count = 10;  // payloads 0 1 2 3 0 1 2 3 0 1
  plan.load.warmup_request_count = 1;
  auto workload = *Workload::Make(plan);
  EXPECT_EQ(workload->Payload(0).last_use_index(), 8);
  EXPECT_EQ(workload->Payload(1).last_use_index(), 9);
  EXPECT_EQ(workload->Payload(2).last_use_index(), 6);
  EXPECT_EQ(workload->Payload(3).last_use_index(), 7);
  plan.load.request_count = 2;
  workload = *Workload::Make(plan);
  EXPECT_EQ(workload->Payload(1).last_use_index(), 1);
  EXPECT_EQ(workload->Payload(3).last_use_index(), std::numeric_limits<int64_t>::max());
  EXPECT_TRUE(workload->HasWarmup());
}

TEST(Workload, AFixedScheduleAsksEachLineOnceInItsOrder) {
  Plan plan;
  plan.dataset.input_file = WriteFile("schedule.jsonl",
                                      "{\"timestamp\":20,\"text\":\"b\"}\n{\"timestamp\":10,\"text\":\"a\"}\n"
                                      "{\"timestamp\":30,\"text\":\"c\"}\n");
  plan.load.fixed_schedule = true;
  plan.load.schedule_end = absl::Milliseconds(20);
  const auto workload = Workload::Make(plan);
  ASSERT_TRUE(workload.ok()) << workload.status();
  EXPECT_EQ((*workload)->Scheduled(LoadPhase::kMeasured), 2);
  EXPECT_EQ((*workload)->Payload(0).prompt(), "a");
  EXPECT_EQ((*workload)->Payload(1).prompt(), "b");
  for (uint64_t id = 0; id < 2; ++id) EXPECT_EQ((*workload)->Payload(id).last_use_index(), static_cast<int64_t>(id));
  EXPECT_EQ((*workload)->Slots(), std::nullopt);
  plan.load.concurrency = 3;
  EXPECT_EQ((*Workload::Make(plan))->Slots(), 3);
}

TEST(Workload, StreamsStartAgain) {
  const auto workload = *Workload::Make(Plan());
  for (int round = 0; round < 2; ++round) {
    RequestStream stream = workload->Requests(LoadPhase::kMeasured);
    int64_t count = 0;
    while (stream.Next()) ++count;
    EXPECT_EQ(count, 10);
  }
}

TEST(Workload, RefusesLinesThatTheEndpointCannotSend) {
  Plan plan;
  plan.dataset.input_file =
      WriteFile("mixed.jsonl", "{\"text\":\"a\"}\n{\"messages\":[{\"role\":\"user\",\"content\":\"b\"}]}\n");
  EXPECT_TRUE(Workload::Make(plan).ok());
  plan.target.endpoint_type = "completions";
  EXPECT_EQ(Workload::Make(plan).status().message(),
            *plan.dataset.input_file + ":2: a completions payload needs a prompt");
}

TEST(Workload, AsksBatchesOfEmbeddings) {
  Plan plan;
  plan.target.endpoint_type = "embeddings";
  plan.dataset.batch_size = 2;
  plan.dataset.input_file =
      WriteFile("embeddings.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"c\"}\n{\"text\":\"d\"}\n");
  const auto workload = Workload::Make(plan);
  ASSERT_TRUE(workload.ok()) << workload.status();
  ASSERT_EQ((*workload)->payload_count(), 2);
  EXPECT_EQ((*workload)->Payload(1).texts(0), "c");
  EXPECT_EQ((*workload)->Payload(1).texts(1), "d");
  EXPECT_EQ((*workload)->Facts(1).inputs(), 2u);
  EXPECT_EQ((*workload)->Facts(1).bytes(), 2u);
  plan.dataset.input_file = std::nullopt;
  plan.dataset.input_tokens_mean = 3;
  EXPECT_EQ((*Workload::Make(plan))->Facts(0).asked_tokens(), 6u);
  plan.dataset.input_file = WriteFile("batches.jsonl", "{\"texts\":[\"a\",\"b\",\"c\"]}\n");
  EXPECT_EQ((*Workload::Make(plan))->Facts(0).inputs(), 3u);
}

TEST(Workload, AsksRankingsOfADirectoryALineOrNothing) {
  Plan plan;
  plan.target.endpoint_type = "rankings";
  plan.dataset.batch_size = 2;
  const std::string folder = std::string(std::getenv("TEST_TMPDIR"));
  WriteFile("queries.jsonl", "{\"text\":\"q0\"}\n{\"text\":\"q1\"}\n");
  WriteFile("passages.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"c\"}\n{\"text\":\"d\"}\n");
  plan.dataset.input_file = folder;
  auto workload = Workload::Make(plan);
  ASSERT_TRUE(workload.ok()) << workload.status();
  EXPECT_EQ((*workload)->payload_count(), 2);
  EXPECT_EQ((*workload)->Payload(1).query(), "q1");
  EXPECT_EQ((*workload)->Payload(1).texts(1), "d");

  plan.dataset.input_file = WriteFile("rankings.jsonl", "{\"query\":\"q\",\"passages\":[\"a\",\"b\",\"c\"]}\n");
  workload = Workload::Make(plan);
  ASSERT_TRUE(workload.ok()) << workload.status();
  EXPECT_EQ((*workload)->Payload(0).texts_size(), 3);

  for (const auto& file : {std::optional<std::string>(), std::optional<std::string>("synthetic:queries,passages")}) {
    plan.dataset.input_file = file;
    workload = Workload::Make(plan);
    ASSERT_TRUE(workload.ok()) << workload.status();
    const wire::Payload payload = (*workload)->Payload(0);
    EXPECT_EQ(payload.texts_size(), 2);
    EXPECT_NE(payload.query(), payload.texts(0));
  }

  plan.dataset.input_file = std::nullopt;
  plan.dataset.input_tokens_mean = 30;
  plan.dataset.rankings.query_tokens_mean = 2;
  EXPECT_EQ((*Workload::Make(plan))->Facts(0).asked_tokens(), 62u);  // two passages and a query

  plan.dataset.input_file = WriteFile("texts.jsonl", "{\"text\":\"a\"}\n");
  EXPECT_EQ(Workload::Make(plan).status().message(),
            *plan.dataset.input_file + ":1: a rankings payload needs a query and passages");
}

TEST(Workload, ReadsTheFilesThatPromptsName) {
  Plan plan;
  WriteFile("dot.gif", "GIF89a");
  plan.dataset.input_file = WriteFile("images.jsonl", "{\"text\":\"a\",\"image\":\"dot.gif\"}\n");
  const auto workload = Workload::Make(plan);
  ASSERT_TRUE(workload.ok()) << workload.status();
  EXPECT_EQ((*workload)->Payload(0).images(0), "data:image/gif;base64,R0lGODlh");
  plan.target.endpoint_type = "completions";
  EXPECT_EQ(Workload::Make(plan).status().message(),
            *plan.dataset.input_file + ":1: a completions payload is text alone");
  plan.dataset.input_file = WriteFile("none.jsonl", "{\"text\":\"a\",\"image\":\"none.gif\"}\n");
  EXPECT_EQ(Workload::Make(plan).status().message(), *plan.dataset.input_file + ":1: none.gif: no such file");
}

TEST(Workload, SeesAtOnceWhatNoRequestCouldBe) {
  Plan plan;
  plan.target.endpoint_type = "template";
  plan.target.payload_template = "{\"a\": {{ nobody }}}";
  EXPECT_EQ(std::string(Workload::Make(plan).status().message()).substr(0, 42),
            "the template, line 1: 'nobody' is not know");
  plan.target.payload_template = "{\"a\": {{ texts|tojson }}}";
  plan.dataset.batch_size = 3;
  EXPECT_EQ((*Workload::Make(plan))->Payload(0).texts_size(), 3);
  plan.target.endpoint_type = "completions";
  plan.dataset.batch_size = 1;
  plan.dataset.media.image_width_mean = plan.dataset.media.image_height_mean = 4;
  EXPECT_EQ(Workload::Make(plan).status().message(), "a completions payload is text alone");
}

TEST(Workload, RefusesToReuseUniquePrompts) {
  Plan plan;
  plan.dataset.input_file = WriteFile("two.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n");
  plan.dataset.unique_prompts = true;
  plan.load.request_count = 2;
  EXPECT_TRUE(Workload::Make(plan).ok());
  plan.load.request_count = 3;
  EXPECT_EQ(Workload::Make(plan).status().message(),
            *plan.dataset.input_file + ": holds 2 prompts, 3 requests with unique prompts are asked for");
}

TEST(Workload, WithATokenizerTheLogGetsEveryPromptsTokens) {
  const auto tokenizer =
      std::make_shared<const Tokenizer>(*Tokenizer::FromFile("tests/common/tokenizer/testdata/tokenizer.json"));
  Plan plan;
  plan.dataset.input_tokens_mean = 40;
  const wire::PayloadFacts synthetic = (*Workload::Make(plan, tokenizer))->Facts(3);
  EXPECT_EQ(synthetic.asked_tokens(), 40u);
  EXPECT_EQ(synthetic.tokenizer_tokens(), 40u);
  plan.dataset.input_file = WriteFile("blanks.jsonl", "{\"text\":\"   \"}\n");
  const wire::PayloadFacts of_file = (*Workload::Make(plan, tokenizer))->Facts(0);
  EXPECT_FALSE(of_file.has_asked_tokens());
  EXPECT_EQ(of_file.tokenizer_tokens(), 3u);
  EXPECT_FALSE((*Workload::Make(plan))->Facts(0).has_tokenizer_tokens());
}

}  // namespace
}  // namespace barrage
