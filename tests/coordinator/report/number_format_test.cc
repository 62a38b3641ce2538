#include "coordinator/report/number_format.h"

#include <cmath>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(NumberFormat, TwoDecimalsWithCommas) {
  EXPECT_EQ(TwoDecimals(0), "0.00");
  EXPECT_EQ(TwoDecimals(-0.001), "0.00");
  EXPECT_EQ(TwoDecimals(999.999), "1,000.00");
  EXPECT_EQ(TwoDecimals(1234567.891), "1,234,567.89");
  EXPECT_EQ(TwoDecimals(-1234.5), "-1,234.50");
  EXPECT_EQ(TwoDecimals(-123.45), "-123.45");
  EXPECT_EQ(TwoDecimals(std::nan("")), "N/A");
}

TEST(NumberFormat, CountsWithCommas) {
  EXPECT_EQ(WithCommas(0), "0");
  EXPECT_EQ(WithCommas(100), "100");
  EXPECT_EQ(WithCommas(1000), "1,000");
  EXPECT_EQ(WithCommas(-1000000), "-1,000,000");
}

TEST(NumberFormat, DurationsInTheUnitThatSuitsThem) {
  EXPECT_EQ(ShortDuration(0), "0 ns");
  EXPECT_EQ(ShortDuration(999), "999 ns");
  EXPECT_EQ(ShortDuration(4'100), "4.1 µs");
  EXPECT_EQ(ShortDuration(-1'320'000), "-1.32 ms");
  EXPECT_EQ(ShortDuration(2'500'000'000), "2.50 s");
}

TEST(NumberFormat, SmallSharesKeepTheirDigits) {
  EXPECT_EQ(Percent(0), "0.0 %");
  EXPECT_EQ(Percent(0.0312), "3.1 %");
  EXPECT_EQ(Percent(0.000021), "0.0021 %");
}

}  // namespace
}  // namespace barrage
