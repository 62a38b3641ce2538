// Any bytes as a page of metrics: series whose names are valid text and whose values are numbers.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "common/base/utf8.h"
#include "coordinator/scrape/exposition.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view page(reinterpret_cast<const char*>(data), size);
  const auto all = barrage::ReadExposition(page, 100);
  if (all.size() > 100 || (!all.empty() && !barrage::IsExposition(page))) std::abort();
  for (const barrage::Series& series : all) {
    if (series.name.empty() || !std::isfinite(series.value)) std::abort();
    if (barrage::ValidUtf8Length(series.name) != series.name.size()) std::abort();
  }
  return 0;
}
