#ifndef COORDINATOR_TARGET_METRICS_PAGES_H_
#define COORDINATOR_TARGET_METRICS_PAGES_H_

#include <string>
#include <vector>

#include "coordinator/scrape/scraper.h"
#include "coordinator/target/target_access.h"

namespace barrage {

// The pages of metrics to read during a run: those of --server-metrics-url; without one, what answers at /metrics or
// /v1/metrics of each target, for Triton at port 8002 too. A page named that does not answer now is kept, with a
// sentence in `warnings`; one that was only looked for is left out. The key and the headers of the target go to
// pages under its own URLs alone. Blocks: two seconds a page.
std::vector<MetricsPage> FindMetricsPages(const TargetPass& pass, std::vector<std::string>& warnings);

}  // namespace barrage

#endif  // COORDINATOR_TARGET_METRICS_PAGES_H_
