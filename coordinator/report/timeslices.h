#ifndef COORDINATOR_REPORT_TIMESLICES_H_
#define COORDINATOR_REPORT_TIMESLICES_H_

#include "absl/status/status.h"
#include "coordinator/report/file_writer.h"
#include "coordinator/report/report_input.h"

namespace barrage {

// Whether the summary has time slices (--slice-duration).
bool HasTimeslices(const Summary& summary);

// profile_export_aiperf_timeslices.json, as AIPerf writes it: {"timeslices": [{"timeslice_index", tag: {unit, avg, …},
// …}], "input_config"}; beside the index stand `from_s` and `to_s`, since t0.
absl::Status WriteTimeslicesJson(const ReportInput& input, FileWriter& file);

// profile_export_aiperf_timeslices.csv, as AIPerf writes it: Timeslice,Metric,Unit,Stat,Value, a line a statistic.
absl::Status WriteTimeslicesCsv(const ReportInput& input, FileWriter& file);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_TIMESLICES_H_
