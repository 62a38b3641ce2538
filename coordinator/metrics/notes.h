#ifndef COORDINATOR_METRICS_NOTES_H_
#define COORDINATOR_METRICS_NOTES_H_

#include <string>
#include <vector>

#include "common/record/run_log.h"
#include "coordinator/metrics/common_axis.h"
#include "coordinator/metrics/summary.h"
#include "coordinator/metrics/survey.h"

namespace barrage {

// What a reader should know and what is no fault of the measurement: prompts asked again, a run that drifts, uneven
// peers, requests cut or sent twice, and what happened on the way. `summary` holds everything else already.
std::vector<std::string> MakeNotes(const RunFacts& facts, const Survey& survey, const CommonAxis& axis,
                                   const Summary& summary);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_NOTES_H_
