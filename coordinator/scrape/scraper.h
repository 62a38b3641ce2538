#ifndef COORDINATOR_SCRAPE_SCRAPER_H_
#define COORDINATOR_SCRAPE_SCRAPER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "common/base/bounded_queue.h"
#include "common/http/http_client.h"
#include "proto/log.pb.h"

namespace barrage {

// A page of metrics, and how it is reached.
struct MetricsPage {
  std::string url;
  HttpOptions access;
};

// How much of a page is kept.
inline constexpr size_t kMostSeries = 2000;
inline constexpr size_t kMostPageBytes = size_t{4} << 20;

// Reads pages of a server's metrics beside a run: all of them when it is made, before the constructor returns; then
// once every `every` on a thread of its own, for which nothing waits; and a last time in Stop. A page that does not
// answer costs the exchange's time-out and is asked less often.
class Scraper {
 public:
  // Called on the constructor's thread, then on the scraper's, with what was seen: values, or a fault. Names stand in a
  // page's first scrape and where they changed. May wait: that delays the scraper alone.
  using Sink = std::function<void(wire::Scrape&&)>;

  Scraper(std::vector<MetricsPage> pages, absl::Duration every, Sink sink);
  ~Scraper();  // ends the thread, without a last scrape

  Scraper(const Scraper&) = delete;
  Scraper& operator=(const Scraper&) = delete;

  // Reads all pages once more, and ends. Returns when that is done: within the pages' time-outs. Again: does nothing.
  void Stop();

 private:
  struct Page {
    MetricsPage page;
    std::string shown;  // the url without secrets
    std::vector<std::string> names;
    int64_t faults = 0, skipped = 0;  // in a row
  };

  void Run(absl::Duration every);
  void ReadAll();
  void Read(Page& page);

  std::vector<Page> pages_;
  const Sink sink_;
  BoundedQueue<bool> stop_{1};  // whether a last scrape is wanted
  std::thread thread_;
};

}  // namespace barrage

#endif  // COORDINATOR_SCRAPE_SCRAPER_H_
