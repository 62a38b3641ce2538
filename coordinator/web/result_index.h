#ifndef COORDINATOR_WEB_RESULT_INDEX_H_
#define COORDINATOR_WEB_RESULT_INDEX_H_

#include <string>
#include <vector>

#include "coordinator/web/result_folders.h"

namespace barrage {

// [{"run": "…", "finished": true, "files": [{"name": "report.html", "bytes": 123}, …]}, …], in the order of `folders`.
std::string ResultIndex(const std::vector<ResultFolder>& folders);

}  // namespace barrage

#endif  // COORDINATOR_WEB_RESULT_INDEX_H_
