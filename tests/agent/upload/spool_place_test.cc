#include "agent/upload/spool_place.h"

#include <chrono>
#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(SpoolPlace, NamesAFileInTheFolderWhateverTheWordsHold) {
  EXPECT_EQ(SpoolPath("/tmp", "2026-01-02T03-04", "0a1b"), "/tmp/barrage-2026-01-02T03-04-0a1b.spool");
  EXPECT_EQ(SpoolPath("/tmp", "../etc/x", "a b"), "/tmp/barrage-___etc_x-a_b.spool");
}

TEST(SpoolPlace, TakesAtMostFourFifthsOfWhatIsFree) {
  EXPECT_EQ(SpoolCapacity(testing::TempDir(), 10), 10u);
  const uint64_t free = std::filesystem::space(testing::TempDir()).available;
  EXPECT_LT(SpoolCapacity(testing::TempDir(), ~uint64_t{0}), free);
  EXPECT_EQ(SpoolCapacity("/nonexistent", 10), 10u);
}

TEST(SpoolPlace, RemovesOnlyOldSpools) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "stale";
  std::filesystem::create_directory(folder);
  for (const char* name : {"barrage-old-1.spool", "barrage-new-1.spool", "barrage-old.txt", "other-old.spool"}) {
    std::ofstream(folder / name) << "x";
  }
  const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(25);
  for (const char* name : {"barrage-old-1.spool", "barrage-old.txt", "other-old.spool"}) {
    std::filesystem::last_write_time(folder / name, old);
  }
  RemoveStaleSpools(folder);
  EXPECT_FALSE(std::filesystem::exists(folder / "barrage-old-1.spool"));
  EXPECT_TRUE(std::filesystem::exists(folder / "barrage-new-1.spool"));
  EXPECT_TRUE(std::filesystem::exists(folder / "barrage-old.txt"));
  EXPECT_TRUE(std::filesystem::exists(folder / "other-old.spool"));
  RemoveStaleSpools("/nonexistent");
}

}  // namespace
}  // namespace barrage
