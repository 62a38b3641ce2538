#ifndef TESTS_COORDINATOR_REPORT_SAMPLE_SUMMARY_H_
#define TESTS_COORDINATOR_REPORT_SAMPLE_SUMMARY_H_

#include "coordinator/metrics/summary.h"

namespace barrage {

// A made-up run with something in every part that an exporter prints: failures, an SLO that fails, two agents of which
// one was lost, two peers, absent metrics, a percentile without an interval, hostile text in an error body.
Summary SampleSummary();

}  // namespace barrage

#endif  // TESTS_COORDINATOR_REPORT_SAMPLE_SUMMARY_H_
