// The reports of a real run's records, dealt to 1, 3 and 8 agents: the same bytes, but for what names agents.

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "coordinator/metrics/summarize.h"
#include "coordinator/plan/plan_yaml.h"
#include "coordinator/report/exporter.h"
#include "coordinator/report/records_csv.h"
#include "coordinator/store/record_log_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "rapidjson/prettywriter.h"
#include "rapidjson/stringbuffer.h"

namespace barrage {
namespace {

// A kept log whose records another number of agents made: request i is agent (i mod N)'s, in another order than it
// stands in the log. All agents have the clock of the first one: the kept runs are of one machine.
class RedealtLog final : public RunLog {
 public:
  RedealtLog(const RunLog& log, uint32_t agents) : agents_(agents) {
    facts_ = log.facts();
    const wire::AgentEntry first = facts_.agents.front();
    std::vector<wire::ClockExchange> exchanges;
    for (const wire::ClockExchange& exchange : facts_.clocks) {
      if (exchange.agent() == 0) exchanges.push_back(exchange);
    }
    facts_.agents.clear();
    facts_.clocks.clear();
    for (uint32_t agent = 0; agent < agents; ++agent) {
      facts_.agents.push_back(first);
      facts_.agents.back().set_ordinal(agent);
      facts_.agents.back().set_id(absl::StrCat("dealt-", agent));
      for (wire::ClockExchange exchange : exchanges) {
        exchange.set_agent(agent);
        facts_.clocks.push_back(exchange);
      }
    }
    std::erase_if(facts_.health, [](const wire::HealthEntry& entry) { return entry.agent() != 0; });
    for (wire::PhaseStart& phase : facts_.phases) {
      const int64_t t0_ns = phase.agent_t0_ns(0);
      phase.clear_agent_t0_ns();
      for (uint32_t agent = 0; agent < agents; ++agent) phase.add_agent_t0_ns(t0_ns);
    }
    Redeal(log);
  }

  const RunFacts& facts() const override { return facts_; }
  absl::Status ForEachRecord(const RecordVisitor& visit) const override {
    for (const auto& [index, record] : records_) visit(AgentOf(record.index), record);
    return absl::OkStatus();
  }

 private:
  uint32_t AgentOf(int64_t index) const { return static_cast<uint32_t>(index < 0 ? -1 - index : index) % agents_; }

  void Redeal(const RunLog& log) {
    std::set<int64_t> granted;
    for (const wire::Grant& grant : facts_.grants) {
      int64_t index = 0;
      for (const int64_t delta : grant.index_deltas()) granted.insert(index += delta);
    }
    facts_.grants.clear();
    for (const int64_t index : granted) {
      wire::Grant& grant = facts_.grants.emplace_back();
      grant.set_agent(AgentOf(index));
      grant.add_index_deltas(index);
    }
    // An order that each number of agents has its own.
    EXPECT_TRUE(log.ForEachRecord([&](uint32_t, const RequestRecord& record) {
                     records_.emplace(std::pair(AgentOf(record.index), -record.index), record);
                   })
                    .ok());
  }

  const uint32_t agents_;
  RunFacts facts_;
  std::map<std::pair<uint32_t, int64_t>, RequestRecord> records_;
};

std::string Read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// summary.json without what names agents, and without the error budget and the verdict that follows from it: how far
// apart agents began is of agents.
std::string WithoutAgents(const std::string& summary) {
  rapidjson::Document document;
  document.Parse(summary.c_str());
  for (const char* key : {"agents", "error_budget", "verdict", "verdict_reasons", "exit_code"}) {
    EXPECT_TRUE(document.HasMember(key)) << key;
    document.RemoveMember(key);
  }
  document["ledger"].RemoveMember("agents");
  rapidjson::StringBuffer text;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(text);
  document.Accept(writer);
  return text.GetString();
}

// Every file of the report, by name.
std::map<std::string, std::string> ReportOf(const RunLog& log, const std::string& name) {
  Plan plan = PlanFromYaml(log.facts().header.plan_yaml()).value();
  SummarizeOptions options;
  options.slice_duration = absl::Milliseconds(250);
  const absl::StatusOr<Summary> summary = SummarizeWithPlan(log, plan, options);
  EXPECT_TRUE(summary.ok()) << summary.status();
  const std::string directory = absl::StrCat(testing::TempDir(), "/", name);
  std::filesystem::create_directories(directory);
  std::map<std::string, std::string> files;
  const absl::StatusOr<std::vector<std::string>> names = WriteReports(*summary, log, directory);
  EXPECT_TRUE(names.ok()) << names.status();
  for (const std::string& file : *names) files[file] = Read(directory + "/" + file);
  FileWriter csv = FileWriter::Create(directory + "/records.csv").value();
  EXPECT_TRUE(WriteRecordsCsv({*summary, log, {}}, csv).ok());
  EXPECT_TRUE(csv.Commit().ok());
  files["records.csv"] = Read(directory + "/records.csv");
  files["summary.json"] = WithoutAgents(files["summary.json"]);
  files.erase("report.html");  // a page that shows the agents throughout; its tables are summary.json's
  for (const char* lines : {"profile_export.jsonl", "records.csv"}) {
    files[lines] = std::regex_replace(files[lines], std::regex("dealt-[0-9]+"), "an agent");
  }
  return files;
}

class RedealtReport : public testing::TestWithParam<const char*> {};

TEST_P(RedealtReport, IsTheSameForOneThreeAndEightAgents) {
  const auto log = OpenRunLog(absl::StrCat("tests/golden/metrics/", GetParam()));
  ASSERT_TRUE(log.ok()) << log.status();
  const std::map<std::string, std::string> one = ReportOf(RedealtLog(**log, 1), absl::StrCat(GetParam(), "-1"));
  ASSERT_GE(one.size(), 7u);
  for (const auto& [name, bytes] : one) EXPECT_GT(bytes.size(), 200u) << name;
  for (const uint32_t agents : {3u, 8u}) {
    const auto several = ReportOf(RedealtLog(**log, agents), absl::StrCat(GetParam(), "-", agents));
    ASSERT_EQ(several.size(), one.size());
    for (const auto& [name, bytes] : one) EXPECT_TRUE(several.at(name) == bytes) << name << ", " << agents << " agents";
  }
}

INSTANTIATE_TEST_SUITE_P(KeptRuns, RedealtReport, testing::Values("closed_loop", "open_loop"));

}  // namespace
}  // namespace barrage
