#include "coordinator/web/results_site.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "coordinator/web/file_stream.h"
#include "coordinator/web/folder_archive.h"
#include "coordinator/web/result_folders.h"
#include "coordinator/web/result_index.h"
#include "coordinator/web/results_access.h"
#include "coordinator/web/results_metrics.h"

namespace barrage {
namespace {

constexpr absl::string_view kArchive = ".tar.zst";

WebAnswer Missing(absl::string_view what) { return {.status = 404, .body = absl::StrCat(what, "\n")}; }

WebAnswer Ready(const SiteContent& content) {
  if (!content.ready || content.ready()) return {.body = "ok\n"};
  return {.status = 503, .body = "not ready\n"};
}

WebAnswer Metrics(const SiteContent& content) {
  std::vector<MetricSample> samples = ResultsMetrics(ResultFolders(content.artifact_dir));
  if (content.metrics) {
    for (MetricSample& sample : content.metrics()) samples.push_back(std::move(sample));
  }
  return {.content_type = kPrometheusContentType, .body = PrometheusText(samples)};
}

const char* TypeOf(absl::string_view name) {
  if (absl::EndsWith(name, ".html")) return "text/html; charset=utf-8";
  if (absl::EndsWith(name, ".json")) return "application/json";
  if (absl::EndsWith(name, ".csv")) return "text/csv; charset=utf-8";
  if (absl::EndsWith(name, ".yaml") || absl::EndsWith(name, ".jsonl")) return "text/plain; charset=utf-8";
  return "application/octet-stream";
}

// Only names that the folder's listing has are opened: a path cannot lead elsewhere.
WebAnswer FileOf(const ResultFolder& folder, absl::string_view name) {
  for (const ResultFile& file : ResultFiles(folder.path)) {
    if (file.name != name) continue;
    return {.content_type = TypeOf(name),
            .stream = [path = absl::StrCat(folder.path, "/", name), bytes = file.bytes](const BodySink& sink) {
              return StreamFile(path, bytes, sink);
            }};
  }
  return Missing(absl::StrCat("no file ", name, " in run ", folder.name));
}

WebAnswer ArchiveOf(const ResultFolder& folder) {
  return {.content_type = "application/zstd",
          .headers = {{"Content-Disposition", "attachment; filename=\"results.tar.zst\""}},
          .stream = [folder](const BodySink& sink) { return StreamFolderArchive(folder.path, folder.name, sink); }};
}

// `path` is what follows /results/: "", "RUN.tar.zst" or "RUN/FILE".
WebAnswer Results(const std::vector<ResultFolder>& folders, absl::string_view path) {
  if (path.empty()) return {.content_type = "application/json", .body = ResultIndex(folders)};
  for (const ResultFolder& folder : folders) {
    absl::string_view rest = path;
    if (!absl::ConsumePrefix(&rest, folder.name)) continue;
    if (rest == kArchive) return ArchiveOf(folder);
    if (absl::ConsumePrefix(&rest, "/")) return FileOf(folder, rest);
  }
  return Missing("no such run; /results/ lists them");
}

}  // namespace

WebAnswer AnswerResultsSite(const SiteContent& content, const WebRequest& request) {
  if (request.path == "/healthz") return {.body = "ok\n"};
  if (request.path == "/readyz") return Ready(content);
  if (request.path == "/metrics") return Metrics(content);
  if (auto refusal = RefuseResults(request, content.results_token)) return *std::move(refusal);

  const std::vector<ResultFolder> folders = ResultFolders(content.artifact_dir);
  absl::string_view path = request.path;
  if (absl::ConsumePrefix(&path, "/results/")) return Results(folders, path);
  const ResultFolder* const newest = NewestFinished(folders);
  const bool of_newest = path == "/report.html" || path == "/summary.json" || path == "/results.tar.zst";
  if (!of_newest) return Missing("/healthz /readyz /metrics /report.html /summary.json /results.tar.zst /results/");
  if (newest == nullptr) return Missing(absl::StrCat("no finished run in ", content.artifact_dir, " yet"));
  return path == "/results.tar.zst" ? ArchiveOf(*newest) : FileOf(*newest, path.substr(1));
}

}  // namespace barrage
