#ifndef COORDINATOR_METRICS_RUN_LEDGER_H_
#define COORDINATOR_METRICS_RUN_LEDGER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/record/run_log.h"
#include "coordinator/metrics/phase_ledger.h"
#include "coordinator/plan/plan.h"

namespace barrage {

struct RunLedgers {
  Ledger total;                  // the measured phase
  std::vector<Ledger> agents;    // by ordinal
  std::optional<Ledger> warmup;  // absent: the plan has no warm-up
  bool balanced = false;         // all of them
  std::string imbalance;         // what does not add up
  std::vector<AgentFate> fates;  // by ordinal
  // Requests left unsent by an interrupt, or with a lost agent under `continue`: nobody's failure to deliver load.
  int64_t excused = 0;
};

// Reads what was scheduled and granted from the facts, then each record's outcome, and balances them (METRICS §1, the
// stop rules of CLI). Warm-up requests (index −1, −2 …) have a ledger of their own.
class RunLedgerBuilder {
 public:
  // Both must outlive the builder.
  RunLedgerBuilder(const RunFacts& facts, const Plan& plan);

  void Add(uint32_t agent, const RequestRecord& record);

  RunLedgers Finish() const;

 private:
  const RunFacts& facts_;
  const Plan& plan_;
  PhaseLedger measured_, warmup_;
};

}  // namespace barrage

#endif  // COORDINATOR_METRICS_RUN_LEDGER_H_
