#ifndef TESTS_COORDINATOR_STORE_TEMPORARY_DIRECTORY_H_
#define TESTS_COORDINATOR_STORE_TEMPORARY_DIRECTORY_H_

#include <cstdlib>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"

namespace barrage {

// A new empty directory, removed with all in it at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_(::testing::TempDir() + "barrage_XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace barrage

#endif  // TESTS_COORDINATOR_STORE_TEMPORARY_DIRECTORY_H_
