#include "coordinator/scrape/scraper.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/utf8.h"
#include "common/http/url_secrets.h"
#include "coordinator/scrape/exposition.h"

namespace barrage {
namespace {

// A page that failed so often in a row is asked every tenth time only.
constexpr int64_t kPatientFaults = 3;
constexpr int64_t kSkips = 9;
constexpr size_t kFaultBytes = 200;

}  // namespace

Scraper::Scraper(std::vector<MetricsPage> pages, absl::Duration every, Sink sink) : sink_(std::move(sink)) {
  for (MetricsPage& page : pages) {
    page.access.max_body_bytes = std::min(page.access.max_body_bytes, kMostPageBytes);
    std::string shown = UrlWithoutSecrets(page.url);
    pages_.push_back({.page = std::move(page), .shown = std::move(shown), .names = {}});
  }
  ReadAll();
  if (!pages_.empty()) thread_ = std::thread([this, every] { Run(every); });
}

Scraper::~Scraper() {
  stop_.Close();
  if (thread_.joinable()) thread_.join();
}

void Scraper::Stop() {
  stop_.Push(true);
  stop_.Close();
  if (thread_.joinable()) thread_.join();
}

void Scraper::Run(absl::Duration every) {
  auto next = std::chrono::steady_clock::now();
  while (true) {
    next += absl::ToChronoNanoseconds(every);
    const auto now = std::chrono::steady_clock::now();
    if (next < now) next = now;  // pages that are slower than this are read one after another
    const bool last = stop_.PopFor(next - now).has_value();
    if (!last && stop_.closed()) return;
    ReadAll();
    if (last) return;
  }
}

void Scraper::ReadAll() {
  for (Page& page : pages_) {
    if (page.faults >= kPatientFaults && page.skipped < kSkips) {
      ++page.skipped;
      continue;
    }
    page.skipped = 0;
    Read(page);
  }
}

void Scraper::Read(Page& page) {
  wire::Scrape scrape;
  scrape.set_url(page.shown);
  const int64_t asked_ns = SystemClock().MonotonicNs();
  const auto answer = HttpGet(page.page.url, page.page.access);
  const int64_t answered_ns = SystemClock().MonotonicNs();
  scrape.set_at_ns(asked_ns + (answered_ns - asked_ns) / 2);
  if (answer.ok() && answer->status == 200) {
    page.faults = 0;
    std::vector<std::string> names;
    for (Series& series : ReadExposition(answer->body, kMostSeries)) {
      if (series.counter) scrape.add_counters(static_cast<uint32_t>(names.size()));
      scrape.add_values(series.value);
      names.push_back(std::move(series.name));
    }
    if (names == page.names) {
      scrape.clear_counters();
    } else {
      scrape.mutable_names()->Assign(names.begin(), names.end());
      page.names = std::move(names);
    }
  } else {
    ++page.faults;
    const std::string fault =
        answer.ok() ? absl::StrCat("HTTP ", answer->status) : std::string(answer.status().message());
    scrape.set_fault(ToValidUtf8(fault, kFaultBytes));
  }
  sink_(std::move(scrape));
}

}  // namespace barrage
