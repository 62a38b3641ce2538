#ifndef COORDINATOR_METRICS_RATIONAL_H_
#define COORDINATOR_METRICS_RATIONAL_H_

#include <cstdint>

namespace barrage {

__extension__ typedef __int128 Int128;

// numerator ÷ denominator, rounded to the nearest integer, halves to the even one; beyond int64 the nearest int64.
// Requires denominator > 0.
int64_t DivideHalfEven(Int128 numerator, Int128 denominator);

// numerator ÷ denominator, rounded once wherever both fit a double exactly. Requires denominator > 0.
double Ratio(Int128 numerator, Int128 denominator);

}  // namespace barrage

#endif  // COORDINATOR_METRICS_RATIONAL_H_
