#ifndef TESTS_GOLDEN_GOLDEN_H_
#define TESTS_GOLDEN_GOLDEN_H_

#include <string>

#include "gtest/gtest.h"

namespace barrage {

// Whether `actual` is the content of `path` (from the workspace's root), byte for byte. To write the files anew, after
// looking at why they differ:
//   bazel test //tests/... --test_env=BARRAGE_UPDATE_GOLDEN=$PWD --nocache_test_results --strategy=TestRunner=local
testing::AssertionResult IsGolden(const std::string& actual, const std::string& path);

}  // namespace barrage

#endif  // TESTS_GOLDEN_GOLDEN_H_
