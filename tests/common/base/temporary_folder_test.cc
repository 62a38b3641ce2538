#include "common/base/temporary_folder.h"

#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

using testing::HasSubstr;
using testing::Ne;

TEST(TemporaryFolder, IsThereAloneAndGoesWithAllInIt) {
  std::string path;
  {
    const TemporaryFolder folder("barrage-test"), other("barrage-test");
    path = folder.path();
    EXPECT_THAT(path, HasSubstr("/barrage-test-"));
    EXPECT_THAT(other.path(), Ne(path));
    EXPECT_TRUE(std::filesystem::is_directory(path));
    std::filesystem::create_directory(path + "/deep");
    std::ofstream(path + "/deep/file") << "text";
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace barrage
