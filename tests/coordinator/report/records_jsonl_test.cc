#include "coordinator/report/records_jsonl.h"

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "tests/fakes/record_builder.h"
#include "tests/fakes/vector_run_log.h"

namespace barrage {
namespace {

// TTFT 12 ms, gaps of 10 and 30 ms, 3 tokens by usage.
RequestRecord Streamed(int64_t index, double at_ms) {
  return RecordBuilder(index)
      .Dispatched(at_ms)
      .FirstByte(at_ms + 11)
      .Content({at_ms + 12, at_ms + 22, at_ms + 52})
      .End(at_ms + 53)
      .Usage(7, 3)
      .Build();
}

RequestRecord Refused(int64_t index, double at_ms) {
  return RecordBuilder(index)
      .Dispatched(at_ms)
      .End(at_ms + 2)
      .With(Outcome::kHttpError)
      .Changed([](RequestRecord& record) {
        record.http_status = 429;
        record.error = "slow down";
      })
      .Build();
}

Summary SummaryOf(int agents) {
  Summary summary;
  summary.run_id = "run";
  summary.token_source = "usage";
  for (int i = 0; i < agents; ++i) summary.agents.push_back({.id = absl::StrCat("agent-", i)});
  return summary;
}

std::vector<std::string> Lines(const Summary& summary, const RunLog& log) {
  const std::string path = absl::StrCat(testing::TempDir(), "/lines.jsonl");
  absl::StatusOr<FileWriter> file = FileWriter::Create(path);
  EXPECT_TRUE(file.ok() && WriteRecordsJsonl({summary, log, {}}, *file).ok() && file->Commit().ok());
  std::vector<std::string> lines;
  std::ifstream text(path);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

rapidjson::Document Parsed(const std::string& line) {
  rapidjson::Document document;
  document.Parse(line.c_str());
  EXPECT_FALSE(document.HasParseError()) << line;
  return document;
}

TEST(RecordsJsonl, HoldsOneLineARequestByIndexWhateverTheOrderOfTheLog) {
  VectorRunLog log(2);
  log.Add(1, Streamed(2, 20));
  log.Add(0, Streamed(0, 0));
  log.Add(0, Streamed(-1, -90));
  log.Add(1, Refused(1, 10));
  const std::vector<std::string> lines = Lines(SummaryOf(2), log);
  ASSERT_EQ(lines.size(), 4u);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(Parsed(lines[i])["metadata"]["x_request_id"].GetString(), absl::StrCat("run-", i - 1));
  }
  EXPECT_STREQ(Parsed(lines[0])["metadata"]["benchmark_phase"].GetString(), "warmup");
  EXPECT_STREQ(Parsed(lines[3])["metadata"]["agent_id"].GetString(), "agent-1");
}

TEST(RecordsJsonl, GivesTheMetricsOfOneRequest) {
  VectorRunLog log;
  log.Add(Streamed(0, 5));
  const rapidjson::Document line = Parsed(Lines(SummaryOf(1), log).at(0));
  const rapidjson::Value& metrics = line["metrics"];
  EXPECT_DOUBLE_EQ(metrics["time_to_first_token"]["value"].GetDouble(), 12);
  EXPECT_DOUBLE_EQ(metrics["request_latency"]["value"].GetDouble(), 52);
  EXPECT_DOUBLE_EQ(metrics["inter_token_latency"]["value"].GetDouble(), 20);  // (52 − 12) ÷ (3 − 1)
  EXPECT_DOUBLE_EQ(metrics["output_sequence_length"]["value"].GetDouble(), 3);
  ASSERT_EQ(metrics["inter_chunk_latency"]["value"].Size(), 2u);
  EXPECT_DOUBLE_EQ(metrics["inter_chunk_latency"]["value"][0].GetDouble(), 10);
  EXPECT_DOUBLE_EQ(metrics["inter_chunk_latency"]["value"][1].GetDouble(), 30);
  const rapidjson::Value& metadata = line["metadata"];
  EXPECT_EQ(metadata["content_events"].GetInt(), 3);
  EXPECT_EQ(metadata["request_end_ns"].GetInt64() - metadata["request_start_ns"].GetInt64(), 53'000'000);
  EXPECT_TRUE(metadata["intended_ns"].IsNull());
  EXPECT_TRUE(line["error"].IsNull());
}

TEST(RecordsJsonl, HoldsTheLengthsAskedSentAndReported) {
  VectorRunLog log;
  RequestRecord record = Streamed(0, 5);
  record.asked_output_tokens = 4;
  record.tokenizer_output_tokens = 2;
  record.tokenizer_reasoning_tokens = 3;
  log.Add(record);
  log.Add(Refused(1, 10));
  wire::PayloadFacts& payload = log.edit().payloads.emplace_back();
  payload.set_asked_tokens(50);
  payload.set_tokenizer_tokens(51);
  const std::vector<std::string> lines = Lines(SummaryOf(1), log);
  const rapidjson::Document line = Parsed(lines.at(0));
  const rapidjson::Value& tokens = line["metadata"]["tokens"];
  EXPECT_EQ(tokens["input"]["asked"].GetInt(), 50);
  EXPECT_EQ(tokens["input"]["tokenizer"].GetInt(), 51);
  EXPECT_EQ(tokens["input"]["usage"].GetInt(), 7);
  EXPECT_EQ(tokens["output"]["asked"].GetInt(), 4);
  EXPECT_EQ(tokens["output"]["tokenizer"].GetInt(), 5);  // with the reasoning, as the server counts
  EXPECT_EQ(tokens["output"]["usage"].GetInt(), 3);
  EXPECT_EQ(tokens["reasoning"]["tokenizer"].GetInt(), 3);
  const rapidjson::Document refused = Parsed(lines.at(1));
  EXPECT_FALSE(refused["metadata"]["tokens"]["output"].HasMember("usage"));
  EXPECT_TRUE(refused["metadata"]["tokens"]["output"].ObjectEmpty());
}

TEST(RecordsJsonl, SaysWhatWentWrong) {
  VectorRunLog log;
  log.Add(Refused(0, 5));
  const rapidjson::Document line = Parsed(Lines(SummaryOf(1), log).at(0));
  EXPECT_EQ(line["error"]["code"].GetInt(), 429);
  EXPECT_STREQ(line["error"]["type"].GetString(), "http_error");
  EXPECT_STREQ(line["error"]["message"].GetString(), "slow down");
  EXPECT_FALSE(line["metrics"].HasMember("time_to_first_token"));
}

TEST(RecordsJsonl, LeavesOutWhatAClosedLoopOfADurationWasGrantedAheadAndNeverSent) {
  VectorRunLog log;
  log.Add(Streamed(0, 5));
  log.Add(RecordBuilder(1).With(Outcome::kNotSent).Build());
  Summary summary = SummaryOf(1);
  summary.plan.load.request_rate.reset();
  summary.plan.load.concurrency = 1;
  EXPECT_EQ(Lines(summary, log).size(), 2u);
  summary.plan.load.duration = absl::Seconds(1);
  EXPECT_EQ(Lines(summary, log).size(), 1u);
  summary.plan.load.request_rate = 5;  // an open loop's are in the ledger: they were due
  EXPECT_EQ(Lines(summary, log).size(), 2u);
}

TEST(RecordsJsonl, IsEmptyWhereOnlyTheSummaryWasAskedFor) {
  VectorRunLog log;
  log.Add(Streamed(0, 5));
  Summary summary = SummaryOf(1);
  summary.plan.output.export_level = ExportLevel::kSummary;
  EXPECT_TRUE(Lines(summary, log).empty());
}

TEST(RecordsJsonl, HoldsTheTextsThatWereKept) {
  VectorRunLog log(2);
  RequestRecord record = Streamed(0, 5);
  record.payload_id = 3;
  log.Add(1, record);
  log.Add(0, Streamed(1, 20));
  wire::KeptText text;
  text.set_answer("4, \"of course\"");
  text.set_reasoning("2 + 2");
  text.set_partial(true);
  log.AddText(1, text);
  log.AddText(0, text);  // of a request that another agent answered
  Summary summary = SummaryOf(2);
  summary.plan.output.keep_text = true;
  const std::vector<std::string> lines = Lines(summary, log);
  const rapidjson::Document line = Parsed(lines.at(0));
  EXPECT_EQ(line["text"]["payload"].GetInt(), 3);
  EXPECT_STREQ(line["text"]["answer"].GetString(), "4, \"of course\"");
  EXPECT_STREQ(line["text"]["reasoning"].GetString(), "2 + 2");
  EXPECT_TRUE(line["text"]["partial"].GetBool());
  EXPECT_FALSE(Parsed(lines.at(1)).HasMember("text"));
}

}  // namespace
}  // namespace barrage
