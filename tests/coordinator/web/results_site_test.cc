#include "coordinator/web/results_site.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/coordinator/web/run_on_disk.h"

namespace barrage {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

WebRequest FromHere(const std::string& path) { return {.path = path, .host = "localhost:8080", .from_loopback = true}; }

std::string BodyOf(const WebAnswer& answer) {
  if (!answer.stream) return answer.body;
  std::string body;
  EXPECT_TRUE(answer.stream([&body](absl::string_view piece) {
    body.append(piece.data(), piece.size());
    return true;
  }));
  return body;
}

TEST(ResultsSiteTest, GivesTheNewestFinishedRun) {
  const SiteContent content{.artifact_dir = NewArtifactDir()};
  EXPECT_EQ(AnswerResultsSite(content, FromHere("/report.html")).status, 404);
  MakeRun(content.artifact_dir, "old", 1000);
  MakeRun(content.artifact_dir, "new", 2000);
  MakeRun(content.artifact_dir, "unfinished", 0);
  const WebAnswer report = AnswerResultsSite(content, FromHere("/report.html"));
  EXPECT_EQ(report.status, 200);
  EXPECT_EQ(report.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(BodyOf(report), "<p>new</p>");
  EXPECT_EQ(BodyOf(AnswerResultsSite(content, FromHere("/summary.json"))), "{\"run\":\"new\"}");
  EXPECT_EQ(BodyOf(AnswerResultsSite(content, FromHere("/results/old/report.html"))), "<p>old</p>");
  EXPECT_EQ(BodyOf(AnswerResultsSite(content, FromHere("/results/unfinished/records/run.log"))).size(), 700u);
}

TEST(ResultsSiteTest, ListsRunsAndFiles) {
  const SiteContent content{.artifact_dir = NewArtifactDir()};
  MakeRun(content.artifact_dir, "one", 1000);
  const WebAnswer index = AnswerResultsSite(content, FromHere("/results/"));
  EXPECT_EQ(index.body,
            "[{\"run\":\"one\",\"finished\":true,\"files\":[{\"name\":\"records/run.log\",\"bytes\":700},"
            "{\"name\":\"report.html\",\"bytes\":10},{\"name\":\"summary.json\",\"bytes\":13}]}]\n");
}

TEST(ResultsSiteTest, GivesNothingOutsideTheRuns) {
  const SiteContent content{.artifact_dir = NewArtifactDir()};
  const std::string run = MakeRun(content.artifact_dir, "one", 1000);
  WriteFile(content.artifact_dir + "/secret", "s");
  std::filesystem::create_symlink("/etc/passwd", run + "/link");
  std::filesystem::create_directory_symlink("/etc", run + "/folder");
  for (const char* path :
       {"/results/one/../secret", "/results/secret", "/results/one/link", "/results/one/folder/passwd", "/results/one/",
        "/results/one//etc/passwd", "/results/on", "/secret", "/", ""}) {
    EXPECT_EQ(AnswerResultsSite(content, FromHere(path)).status, 404) << path;
  }
}

TEST(ResultsSiteTest, OtherHostsReadHealthAndMetricsOnly) {
  SiteContent content{.artifact_dir = NewArtifactDir()};
  MakeRun(content.artifact_dir, "one", 1000);
  const WebRequest stranger{.path = "/summary.json", .host = "10.0.0.7:8080"};
  const WebAnswer refused = AnswerResultsSite(content, stranger);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("--results-token-file"));
  EXPECT_EQ(AnswerResultsSite(content, {.path = "/healthz"}).body, "ok\n");
  EXPECT_EQ(AnswerResultsSite(content, {.path = "/readyz"}).status, 200);
  EXPECT_EQ(AnswerResultsSite(content, {.path = "/metrics"}).status, 200);

  content.results_token = "abc";
  EXPECT_EQ(AnswerResultsSite(content, stranger).status, 401);
  EXPECT_EQ(AnswerResultsSite(content, {.path = "/summary.json", .authorization = "Bearer abd"}).status, 401);
  EXPECT_EQ(AnswerResultsSite(content, {.path = "/summary.json", .authorization = "abc"}).status, 401);
  EXPECT_EQ(AnswerResultsSite(content, {.path = "/summary.json", .authorization = "Bearer abc"}).status, 200);
}

TEST(ResultsSiteTest, AForeignNameForThisHostReadsNothing) {
  const SiteContent content{.artifact_dir = NewArtifactDir()};
  MakeRun(content.artifact_dir, "one", 1000);
  const auto status = [&content](const std::string& host) {
    return AnswerResultsSite(content, {.path = "/summary.json", .host = host, .from_loopback = true}).status;
  };
  EXPECT_EQ(status("evil.example:8080"), 403);
  EXPECT_EQ(status(""), 403);
  EXPECT_EQ(status("127.0.0.1:8080"), 200);
  EXPECT_EQ(status("[::1]:8080"), 200);
  EXPECT_EQ(status("[::1]"), 200);
  EXPECT_EQ(status("localhost"), 200);
}

TEST(ResultsSiteTest, MetricsCountRunsAndAddTheOwners) {
  SiteContent content{.artifact_dir = NewArtifactDir(),
                      .ready = [] { return false; },
                      .metrics =
                          [] {
                            return std::vector<MetricSample>{{"barrage_agents", "Agents here.", 4, {}}};
                          }};
  MakeRun(content.artifact_dir, "one", 1000);
  MakeRun(content.artifact_dir, "two", 0);
  EXPECT_EQ(AnswerResultsSite(content, {.path = "/readyz"}).status, 503);
  const WebAnswer metrics = AnswerResultsSite(content, {.path = "/metrics"});
  EXPECT_THAT(metrics.content_type, StartsWith("text/plain; version=0.0.4"));
  EXPECT_EQ(
      metrics.body,
      "# HELP barrage_result_folders Runs in the artifact directory, by whether they have a summary.\n"
      "# TYPE barrage_result_folders gauge\n"
      "barrage_result_folders{finished=\"true\"} 1\n"
      "barrage_result_folders{finished=\"false\"} 1\n"
      "# HELP barrage_newest_result_timestamp_seconds When the newest summary was written, in seconds since 1970.\n"
      "# TYPE barrage_newest_result_timestamp_seconds gauge\n"
      "barrage_newest_result_timestamp_seconds 1000\n"
      "# HELP barrage_agents Agents here.\n"
      "# TYPE barrage_agents gauge\n"
      "barrage_agents 4\n");
}

}  // namespace
}  // namespace barrage
