#include "coordinator/plan/value_text.h"

#include "common/base/rng.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(ReadDurationTest, TakesTheOptionsUnitOrItsOwn) {
  EXPECT_EQ(*ReadDuration("10", "s"), absl::Seconds(10));
  EXPECT_EQ(*ReadDuration("10", "ms"), absl::Milliseconds(10));
  EXPECT_EQ(*ReadDuration("1.5", "s"), absl::Milliseconds(1500));
  EXPECT_EQ(*ReadDuration("250ms", "s"), absl::Milliseconds(250));
  EXPECT_EQ(*ReadDuration("1h30m", "ms"), absl::Minutes(90));
  EXPECT_EQ(*ReadDuration("-3", "s"), absl::Seconds(-3));
}

TEST(ReadDurationTest, RefusesWhatIsNoTime) {
  for (const char* const text : {"", "x", "inf", "-inf", "10 apples", "nan"}) {
    EXPECT_FALSE(ReadDuration(text, "s").ok()) << text;
  }
  EXPECT_EQ(ReadDuration("soon", "s").status().message(), "must be a time in s, or with a unit (30s, 5m), got 'soon'");
}

TEST(WriteDurationTest, GivesTheShortestExactText) {
  EXPECT_EQ(WriteDuration(absl::Seconds(21600), "s"), "21600");
  EXPECT_EQ(WriteDuration(absl::Milliseconds(1500), "ms"), "1500");
  EXPECT_EQ(WriteDuration(absl::Nanoseconds(1), "s"), "0.000000001");
  EXPECT_EQ(WriteDuration(absl::Nanoseconds(1), "ms"), "0.000001");
  EXPECT_EQ(WriteDuration(absl::Milliseconds(-250), "s"), "-0.25");
}

TEST(ValueTextTest, ReadsBackEveryDurationAndNumber) {
  Rng rng(1, "value_text_test");
  for (int i = 0; i < 2000; ++i) {
    const absl::Duration time = absl::Nanoseconds(static_cast<int64_t>(rng.Next() >> (1 + rng.Below(62))));
    for (const char* const unit : {"s", "ms"}) {
      const auto back = ReadDuration(WriteDuration(time, unit), unit);
      ASSERT_TRUE(back.ok()) << time << " " << back.status();
      ASSERT_EQ(*back, time);
    }
    const double number = (rng.Uniform() - 0.5) * static_cast<double>(rng.Next() >> rng.Below(63));
    ASSERT_EQ(*ReadNumber(WriteNumber(number)), number);
  }
}

TEST(ReadNumberTest, TakesFiniteNumbersOnly) {
  EXPECT_EQ(*ReadNumber("1e3"), 1000);
  for (const char* const text : {"", "inf", "nan", "1.2.3", "x"}) EXPECT_FALSE(ReadNumber(text).ok()) << text;
  EXPECT_EQ(ReadInteger("2.5").status().message(), "must be an integer, got '2.5'");
  EXPECT_FALSE(ReadInteger("99999999999999999999").ok());
}

TEST(ReadBoolTest, TakesTheUsualWords) {
  for (const char* const text : {"true", "Yes", "ON", "1"}) EXPECT_TRUE(*ReadBool(text)) << text;
  for (const char* const text : {"false", "No", "OFF", "0"}) EXPECT_FALSE(*ReadBool(text)) << text;
  EXPECT_EQ(ReadBool("maybe").status().message(), "must be true or false, got 'maybe'");
}

}  // namespace
}  // namespace barrage
