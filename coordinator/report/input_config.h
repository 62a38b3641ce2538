#ifndef COORDINATOR_REPORT_INPUT_CONFIG_H_
#define COORDINATOR_REPORT_INPUT_CONFIG_H_

#include "coordinator/metrics/summary.h"
#include "coordinator/report/json_writer.h"

namespace barrage {

// The object `input_config` of GenAI-Perf's and AIPerf's files: what was asked, under the names of the flags.
void WriteInputConfig(const Summary& summary, JsonWriter& json);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_INPUT_CONFIG_H_
