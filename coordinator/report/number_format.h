#ifndef COORDINATOR_REPORT_NUMBER_FORMAT_H_
#define COORDINATOR_REPORT_NUMBER_FORMAT_H_

#include <cstdint>
#include <string>

namespace barrage {

// 1234.5 → "1,234.50": two decimals and thousands commas, as GenAI-Perf prints. Not finite: "N/A".
std::string TwoDecimals(double value);

// 1234567 → "1,234,567".
std::string WithCommas(int64_t value);

// A duration in the unit that suits it: "812 ns", "4.1 µs", "1.32 ms", "2.50 s".
std::string ShortDuration(int64_t ns);

// 0.0312 → "3.1 %"; below 0.05 % with two significant digits.
std::string Percent(double fraction);

}  // namespace barrage

#endif  // COORDINATOR_REPORT_NUMBER_FORMAT_H_
