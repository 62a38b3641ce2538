#ifndef COORDINATOR_SELFTEST_SELFTEST_REPORT_H_
#define COORDINATOR_SELFTEST_SELFTEST_REPORT_H_

#include <string>
#include <vector>

#include "coordinator/selftest/selftest_level.h"

namespace barrage {

// For a person, at most `width` columns: the table, and up to which load this client is to be trusted.
std::string SelftestText(const std::vector<SelftestResult>& results, size_t width);

struct SelftestFacts {
  std::string host, version, started_at;  // RFC 3339
};

// For --selftest of a later run: {"schema_version", "host", "barrage_version", "started_at", "limits", "levels": […],
// "trusted_to": {"concurrency", "request_rate"}}. Absent is null, times are ms.
std::string SelftestJson(const std::vector<SelftestResult>& results, const SelftestFacts& facts);

// One agent of a fleet, and what it measured on its host.
struct FleetSelftest {
  std::string id, host;
  std::vector<SelftestResult> results;
};

// The same of a fleet: "agents": [{"id", "host", "levels", "trusted_to"}] in place of "levels"; the fleet's own
// "trusted_to" is what all of its agents are.
std::string FleetSelftestJson(const std::vector<FleetSelftest>& agents, const SelftestFacts& facts);

// A table an agent, and up to which load all of them are to be trusted.
std::string FleetSelftestText(const std::vector<FleetSelftest>& agents, size_t width);

}  // namespace barrage

#endif  // COORDINATOR_SELFTEST_SELFTEST_REPORT_H_
