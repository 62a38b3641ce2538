#ifndef COORDINATOR_STORE_RECORD_LOG_READER_H_
#define COORDINATOR_STORE_RECORD_LOG_READER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/record/run_log.h"

namespace barrage {

// The record log of the run in directory `dir`. What follows the last whole entry is left out and said
// (facts().torn_tail). Memory: the facts and a few words a batch; records are read from the file at each visit, so it
// must stay in place. Error: NotFound or InvalidArgument (no log, a newer format), DataLoss (a whole entry that is
// none, or no header), each naming the file.
absl::StatusOr<std::unique_ptr<RunLog>> OpenRunLog(const std::string& dir);

}  // namespace barrage

#endif  // COORDINATOR_STORE_RECORD_LOG_READER_H_
