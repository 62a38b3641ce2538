// What an agent, or a file, says of a selftest is read or refused; what was read is written and read back the same.
#include <cstdint>
#include <cstdlib>

#include "coordinator/metrics/selftest_text.h"
#include "coordinator/selftest/read_selftest.h"
#include "coordinator/selftest/selftest_report.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view json(reinterpret_cast<const char*>(data), size);
  barrage::LoadPlan load;
  load.concurrency = 10;
  if (barrage::SelftestTextFor(load, json).empty()) abort();
  const auto read = barrage::ReadSelftest(json);
  if (!read.ok()) return 0;
  const auto again = barrage::ReadSelftest(barrage::SelftestJson(*read, {}));
  if (!again.ok() || again->size() != read->size()) abort();
  barrage::SelftestText(*read, 80);
  return 0;
}
