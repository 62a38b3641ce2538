#ifndef COORDINATOR_SELFTEST_JOURNAL_TRUTH_H_
#define COORDINATOR_SELFTEST_JOURNAL_TRUTH_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/record/request_record.h"

namespace barrage {

// How far records are from what barrage-sim's journal says it did. All in ns; both clocks are this machine's
// CLOCK_MONOTONIC.
struct TruthErrors {
  size_t compared = 0;                 // requests found in both, ok, with the same count of token events
  size_t mismatched = 0;               // found in both, ok, and different counts
  std::vector<int64_t> ttft;           // (first content event − dispatched) − (first token's write − arrival)
  std::vector<int64_t> stamp;          // content event − start of its write
  std::vector<int64_t> gap;            // gap between two content events, neither coalesced − gap of their writes
  std::vector<int64_t> gap_coalesced;  // where one is
};

// Compares with the lines of GET /admin/journal. Error: a line that is not one.
absl::StatusOr<TruthErrors> CompareWithJournal(const std::vector<RequestRecord>& records, absl::string_view run_id,
                                               const std::string& journal);

// Rank ⌊q·n⌋ of the absolute values, 0 without any.
int64_t AbsoluteQuantile(std::vector<int64_t> values, double q);
double Mean(const std::vector<int64_t>& values);

}  // namespace barrage

#endif  // COORDINATOR_SELFTEST_JOURNAL_TRUTH_H_
