#include "tests/golden/golden.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace barrage {

testing::AssertionResult IsGolden(const std::string& actual, const std::string& path) {
  if (const char* root = std::getenv("BARRAGE_UPDATE_GOLDEN"); root != nullptr) {
    std::ofstream(std::string(root) + "/" + path) << actual;
    return testing::AssertionSuccess();
  }
  std::ifstream file(path);
  if (!file) return testing::AssertionFailure() << "no file " << path << "; the text is\n" << actual;
  std::ostringstream expected;
  expected << file.rdbuf();
  if (expected.str() == actual) return testing::AssertionSuccess();
  return testing::AssertionFailure() << path << " differs; expected\n" << expected.str() << "\ngot\n" << actual;
}

}  // namespace barrage
