#include "coordinator/workload/fixed_schedule.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

constexpr int64_t kMs = 1'000'000;

// Prompt "k" is the k-th line, at that many ms.
std::vector<FilePrompt> Lines(const std::vector<std::optional<int64_t>>& times_ms) {
  std::vector<FilePrompt> prompts;
  for (const auto& time_ms : times_ms) {
    FilePrompt& prompt = prompts.emplace_back();
    prompt.payload.set_prompt(std::to_string(prompts.size()));
    if (time_ms) prompt.at_ns = *time_ms * kMs;
    prompt.line = static_cast<int64_t>(prompts.size());
  }
  return prompts;
}

struct Entry {
  std::string prompt;
  int64_t at_ns;
  bool operator==(const Entry&) const = default;
};

std::vector<Entry> Schedule(const LoadPlan& load, const std::vector<std::optional<int64_t>>& times_ms) {
  const auto schedule = ScheduleOf(load, "f", Lines(times_ms));
  EXPECT_TRUE(schedule.ok()) << schedule.status();
  std::vector<Entry> entries;
  if (schedule.ok()) {
    for (const FilePrompt& prompt : *schedule) entries.push_back({prompt.payload.prompt(), *prompt.at_ns});
  }
  return entries;
}

TEST(FixedSchedule, IsInTheOrderOfItsTimesAndOfTheFileAtOneTime) {
  EXPECT_EQ(Schedule({}, {500, 0, 500, 20}),
            (std::vector<Entry>{{"2", 0}, {"4", 20 * kMs}, {"1", 500 * kMs}, {"3", 500 * kMs}}));
}

TEST(FixedSchedule, KeepsItsZeroUnlessToldToBeginWithTheFirstTime) {
  LoadPlan load;
  EXPECT_EQ(Schedule(load, {100, 250}), (std::vector<Entry>{{"1", 100 * kMs}, {"2", 250 * kMs}}));
  load.schedule_auto_offset = true;
  EXPECT_EQ(Schedule(load, {100, 250}), (std::vector<Entry>{{"1", 0}, {"2", 150 * kMs}}));
}

TEST(FixedSchedule, SendsThePartFromStartToEndBothIncluded) {
  LoadPlan load;
  load.schedule_start = absl::Milliseconds(200);
  load.schedule_end = absl::Milliseconds(400);
  EXPECT_EQ(Schedule(load, {100, 200, 300, 400, 401}),
            (std::vector<Entry>{{"2", 0}, {"3", 100 * kMs}, {"4", 200 * kMs}}));
  load.schedule_start.reset();
  EXPECT_EQ(Schedule(load, {100, 200, 300, 400, 401}).size(), 4u);
}

TEST(FixedSchedule, ASpeedUpDividesTheTimes) {
  LoadPlan load;
  load.schedule_speedup = 4;
  load.schedule_start = absl::Milliseconds(100);
  EXPECT_EQ(Schedule(load, {100, 200, 500}), (std::vector<Entry>{{"1", 0}, {"2", 25 * kMs}, {"3", 100 * kMs}}));
  load.schedule_speedup = 0.5;
  EXPECT_EQ(Schedule(load, {300}), (std::vector<Entry>{{"1", 400 * kMs}}));
}

TEST(FixedSchedule, NamesEveryLineWithoutATimestamp) {
  EXPECT_EQ(ScheduleOf({}, "f.jsonl", Lines({0, std::nullopt, 5, std::nullopt})).status().message(),
            "f.jsonl:2: no timestamp, which --fixed-schedule needs\n"
            "f.jsonl:4: no timestamp, which --fixed-schedule needs");
  const auto many = ScheduleOf({}, "f", Lines(std::vector<std::optional<int64_t>>(25)));
  EXPECT_EQ(many.status().message().substr(many.status().message().rfind('\n') + 1), "f: and 5 lines more");
}

TEST(FixedSchedule, SaysThatNothingLiesInThePart) {
  LoadPlan load;
  load.schedule_start = absl::Milliseconds(10);
  EXPECT_EQ(ScheduleOf(load, "f", Lines({5})).status().message(),
            "f: no line lies between --fixed-schedule-start-offset and --fixed-schedule-end-offset");
}

}  // namespace
}  // namespace barrage
