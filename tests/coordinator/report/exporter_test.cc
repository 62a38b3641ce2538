#include "coordinator/report/exporter.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "tests/coordinator/report/sample_summary.h"
#include "tests/golden/golden.h"

namespace barrage {
namespace {

using testing::HasSubstr;
using testing::Not;

class EmptyLog final : public RunLog {
 public:
  const RunFacts& facts() const override { return facts_; }
  absl::Status ForEachRecord(const RecordVisitor&) const override { return absl::OkStatus(); }

 private:
  RunFacts facts_;
};

std::string Read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class ExporterTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "/" + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(directory_);
    const absl::StatusOr<std::vector<std::string>> names = WriteReports(SampleSummary(), EmptyLog(), directory_);
    ASSERT_TRUE(names.ok()) << names.status();
    names_ = *names;
  }
  std::string File(const std::string& name) const { return Read(directory_ + "/" + name); }

  std::string directory_;
  std::vector<std::string> names_;
};

TEST_F(ExporterTest, WritesEachFileOfTheTableAndNothingElse) {
  EXPECT_EQ(names_.size(), Exporters().size());
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(directory_)) found.push_back(entry.path().filename());
  EXPECT_THAT(found, testing::UnorderedElementsAreArray(names_));
}

TEST_F(ExporterTest, SummaryJsonIsAsStored) {
  EXPECT_TRUE(IsGolden(File("summary.json"), "tests/golden/report/summary.json"));
}
TEST_F(ExporterTest, GenaiPerfJsonIsAsStored) {
  EXPECT_TRUE(IsGolden(File("profile_export_genai_perf.json"), "tests/golden/report/genai_perf.json"));
}
TEST_F(ExporterTest, GenaiPerfCsvIsAsStored) {
  EXPECT_TRUE(IsGolden(File("profile_export_genai_perf.csv"), "tests/golden/report/genai_perf.csv"));
}
TEST_F(ExporterTest, AiperfJsonIsAsStored) {
  EXPECT_TRUE(IsGolden(File("profile_export_aiperf.json"), "tests/golden/report/aiperf.json"));
}

TEST_F(ExporterTest, SameInputGivesSameBytes) {
  std::vector<std::string> before;
  for (const std::string& name : names_) before.push_back(File(name));
  ASSERT_TRUE(WriteReports(SampleSummary(), EmptyLog(), directory_).ok());
  for (size_t i = 0; i < names_.size(); ++i) EXPECT_EQ(File(names_[i]), before[i]) << names_[i];
}

TEST_F(ExporterTest, EveryJsonFileParses) {
  for (const std::string& name : names_) {
    if (name.size() < 5 || name.substr(name.size() - 5) != ".json") continue;
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag>(File(name).c_str());
    EXPECT_FALSE(document.HasParseError()) << name;
  }
}

TEST_F(ExporterTest, HtmlNeedsNoNetworkAndEscapesWhatAServerSent) {
  const std::string html = File("report.html");
  EXPECT_THAT(html, Not(HasSubstr("src=")));
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;slow down"));
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_LT(html.find("INVALID"), html.find("Time To First Token"));
}

TEST(Exporter, NamesThePathItCannotWrite) {
  const absl::Status status = WriteReports(SampleSummary(), EmptyLog(), "/proc/none").status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("cannot create /proc/none/summary.json"));
}

TEST_F(ExporterTest, TimeslicesAreATableASliceInAiperfsForm) {
  const std::string csv = File("profile_export_aiperf_timeslices.csv");
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "Timeslice,Metric,Unit,Stat,Value");
  EXPECT_THAT(csv, HasSubstr("\n0,Time To First Token,ms,avg,10\n"));
  EXPECT_THAT(csv, HasSubstr("\n2,Time To First Token,ms,p99,27\n"));  // 9 · (1 + 2)
  EXPECT_THAT(csv, HasSubstr("\n1,Output Token Throughput,tokens/s,avg,12300\n"));
  rapidjson::Document document;
  document.Parse(File("profile_export_aiperf_timeslices.json").c_str());
  ASSERT_EQ(document["timeslices"].Size(), 3u);
  EXPECT_EQ(document["timeslices"][2]["timeslice_index"].GetInt(), 2);
  EXPECT_EQ(document["timeslices"][2]["time_to_first_token"]["p99"].GetDouble(), 27);
  EXPECT_EQ(document["timeslices"][1]["from_s"].GetDouble(), 10);
}

TEST(Exporter, WithoutSlicesThereIsNoFileOfThem) {
  Summary summary = SampleSummary();
  summary.windows.clear();
  const std::string directory = testing::TempDir() + "/without_slices";
  std::filesystem::create_directories(directory);
  ASSERT_TRUE(WriteReports(summary, EmptyLog(), directory).ok());
  EXPECT_FALSE(std::filesystem::exists(directory + "/profile_export_aiperf_timeslices.csv"));
}

TEST(Exporter, SelftestStandsBesideTheRun) {
  Summary summary = SampleSummary();
  summary.selftest_json = R"({"levels": [1, 2]})";
  const std::string directory = testing::TempDir();
  ASSERT_TRUE(WriteReports(summary, EmptyLog(), directory).ok());
  rapidjson::Document document;
  document.Parse(Read(directory + "/summary.json").c_str());
  ASSERT_FALSE(document.HasParseError());
  EXPECT_EQ(document["selftest"]["levels"][1].GetInt(), 2);
}

}  // namespace
}  // namespace barrage
