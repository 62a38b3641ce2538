#ifndef COORDINATOR_REPORT_SERVER_JSON_H_
#define COORDINATOR_REPORT_SERVER_JSON_H_

#include "coordinator/metrics/summary.h"
#include "coordinator/report/json_writer.h"

namespace barrage {

// Members of summary.json on what the server said of itself; each is written with its key.

// "server_view": the pages that were read, and what means the same for every engine.
void WriteServerView(const ServerView& view, JsonWriter& json);

// "server_metrics": every series by its name.
void WriteServerMetrics(const ServerView& view, JsonWriter& json);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_SERVER_JSON_H_
