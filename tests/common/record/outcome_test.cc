#include "common/record/outcome.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(Outcome, EachHasItsRow) {
  std::set<std::string> names;
  for (size_t i = 0; i < kOutcomes.size(); ++i) {
    const OutcomeRow& row = kOutcomes[i];
    EXPECT_EQ(static_cast<size_t>(row.outcome), i + 1) << row.name;
    EXPECT_EQ(OutcomeFromNumber(i + 1), row.outcome);
    EXPECT_EQ(OutcomeName(row.outcome), row.name);
    names.insert(std::string(row.name));
  }
  EXPECT_EQ(names.size(), 12u);
}

TEST(Outcome, NumbersFromTheWireAreChecked) {
  EXPECT_EQ(OutcomeFromNumber(0), std::nullopt);
  EXPECT_EQ(OutcomeFromNumber(13), std::nullopt);
  EXPECT_EQ(OutcomeFromNumber(257), std::nullopt);
}

TEST(Outcome, WhatWasNotDispatchedIsNoFailureOfTheTarget) {
  for (const OutcomeRow& row : kOutcomes) EXPECT_FALSE(row.failure && !row.dispatched) << row.name;
  EXPECT_FALSE(RowOf(Outcome::kOk).failure);
  EXPECT_TRUE(RowOf(Outcome::kEmpty).failure);
  EXPECT_FALSE(RowOf(Outcome::kCancelledAtEnd).failure);
}

}  // namespace
}  // namespace barrage
