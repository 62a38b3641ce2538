#ifndef COMMON_RECORD_RUN_LOG_H_
#define COMMON_RECORD_RUN_LOG_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/record/request_record.h"
#include "proto/log.pb.h"
#include "proto/record.pb.h"

namespace barrage {

// Every entry of a record log but its records, in the order each kind was written.
struct RunFacts {
  wire::RunHeader header;
  std::optional<wire::TargetFacts> target;
  std::optional<wire::TokenizerFacts> tokenizer;  // absent: the plan names none
  std::vector<wire::AgentEntry> agents;           // by ordinal
  std::vector<wire::PayloadFacts> payloads;
  std::vector<wire::ClockExchange> clocks;
  std::vector<wire::HealthEntry> health;
  std::vector<wire::Grant> grants;
  std::vector<wire::PhaseStart> phases;
  std::vector<wire::RunEvent> events;
  std::vector<wire::Scrape> scrapes;
  std::optional<wire::Selftest> selftest;
  std::optional<wire::RunEnd> end;  // absent: the run did not finish its log
  bool torn_tail = false;           // the file ends inside a frame, or in a damaged one
  int64_t last_entry_ns = 0;        // newest coordinator time seen in any entry
};

// A record, and the ordinal of the agent that made it.
using RecordVisitor = std::function<void(uint32_t agent, const RequestRecord& record)>;

// A text that was kept of one of that agent's answers.
using TextVisitor = std::function<void(uint32_t agent, const wire::KeptText& text)>;

// The log of one run, as it is read: facts in memory, records one at a time, as often as asked, always in the same
// order, and each batch once (a batch is known by agent, incarnation and sequence).
class RunLog {
 public:
  virtual ~RunLog() = default;

  virtual const RunFacts& facts() const = 0;

  // Visits every record. Error: DataLoss for a batch whose frame is whole and whose content is not.
  virtual absl::Status ForEachRecord(const RecordVisitor& visit) const = 0;

  // Visits every text that was kept, in the order of the records. Error: as above.
  virtual absl::Status ForEachText(const TextVisitor& /*visit*/) const { return absl::OkStatus(); }
};

}  // namespace barrage

#endif  // COMMON_RECORD_RUN_LOG_H_
