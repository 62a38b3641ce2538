#ifndef TESTS_COORDINATOR_WEB_RUN_ON_DISK_H_
#define TESTS_COORDINATOR_WEB_RUN_ON_DISK_H_

#include <utime.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace barrage {

// An artifact directory of the running test, empty at first.
inline std::string NewArtifactDir() {
  const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string path = ::testing::TempDir() + "/" + test->test_suite_name() + "." + test->name();
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path;
}

inline void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// A run's directory with a record log, and with a summary of `finished_s` (seconds since 1970) where that is above 0.
inline std::string MakeRun(const std::string& parent, const std::string& name, int finished_s) {
  const std::string path = parent + "/" + name;
  std::filesystem::create_directories(path + "/records");
  WriteFile(path + "/records/run.log", std::string(700, 'r'));
  if (finished_s > 0) {
    WriteFile(path + "/summary.json", "{\"run\":\"" + name + "\"}");
    WriteFile(path + "/report.html", "<p>" + name + "</p>");
    const utimbuf times{finished_s, finished_s};
    EXPECT_EQ(utime((path + "/summary.json").c_str(), &times), 0);
  }
  return path;
}

}  // namespace barrage

#endif  // TESTS_COORDINATOR_WEB_RUN_ON_DISK_H_
