#include "coordinator/target/metrics_pages.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "coordinator/plan/target_url.h"
#include "coordinator/scrape/exposition.h"

namespace barrage {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(2);
constexpr int kTritonMetricsPort = 8002;

// Whose page it is decides whether it is shown the key.
HttpOptions AccessTo(const std::string& url, TargetPass pass) {
  const std::vector<std::string>& urls = pass.target.urls;
  const bool own = std::any_of(urls.begin(), urls.end(), [&](const std::string& text) {
    const auto base = BaseUrl(text);
    return base.ok() && absl::StartsWith(url, absl::StrCat(*base, "/"));
  });
  if (!own) pass.api_key.reset();
  HttpOptions access = TargetAccess(pass, kPatience);
  if (!own) access.headers.clear();
  access.max_body_bytes = kMostPageBytes;
  return access;
}

// Why it is no page of metrics now; empty: it is one.
std::string FaultOf(const MetricsPage& page) {
  const auto answer = HttpGet(page.url, page.access);
  if (!answer.ok()) return std::string(answer.status().message());
  if (answer->status != 200) return absl::StrCat(WithoutUser(page.url), ": HTTP ", answer->status);
  return IsExposition(answer->body) ? "" : absl::StrCat(WithoutUser(page.url), ": no Prometheus metrics");
}

std::vector<std::string> Candidates(const std::string& base) {
  std::vector<std::string> urls = {absl::StrCat(base, "/metrics"), absl::StrCat(base, "/v1/metrics")};
  const size_t scheme = base.find("://");
  const absl::string_view host = UrlHost(base);
  urls.push_back(absl::StrCat(base.substr(0, scheme), "://", host, ":", kTritonMetricsPort, "/metrics"));
  return urls;
}

bool IsTriton(const std::string& base, const HttpOptions& access) {
  const auto answer = HttpGet(absl::StrCat(base, "/v2"), access);
  return answer.ok() && answer->status == 200 && absl::StrContains(answer->body, "triton");
}

void Look(const std::string& base, const TargetPass& pass, std::vector<MetricsPage>& pages) {
  std::vector<std::string> candidates = Candidates(base);
  for (size_t i = 0; i < candidates.size(); ++i) {
    MetricsPage page{.url = candidates[i], .access = AccessTo(candidates[i], pass)};
    if (i == 2 && !IsTriton(base, AccessTo(absl::StrCat(base, "/v2"), pass))) return;
    if (!FaultOf(page).empty()) continue;
    const bool known = std::any_of(pages.begin(), pages.end(), [&](const MetricsPage& p) { return p.url == page.url; });
    if (!known) pages.push_back(std::move(page));
    return;
  }
}

}  // namespace

std::vector<MetricsPage> FindMetricsPages(const TargetPass& pass, std::vector<std::string>& warnings) {
  const TargetPlan& target = pass.target;
  std::vector<MetricsPage> pages;
  if (target.no_server_metrics) return pages;
  for (const std::string& text : target.server_metrics_urls) {
    const std::string url = MetricsUrl(text);
    pages.push_back({.url = url, .access = AccessTo(url, pass)});
    const std::string fault = FaultOf(pages.back());
    if (!fault.empty()) warnings.push_back(absl::StrCat("server metrics: ", fault));
  }
  if (!target.server_metrics_urls.empty()) return pages;
  for (const std::string& text : target.urls) {
    if (const auto base = BaseUrl(text); base.ok()) Look(*base, pass, pages);
  }
  return pages;
}

}  // namespace barrage
