#include "agent/loop/stamp_check.h"

#include <curl/curl.h>

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(StampCheckTest, FindsBothInterposersAndKernelStamps) {
  ASSERT_EQ(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
  const StampCheck check = CheckStamps(SystemClock());
  EXPECT_TRUE(check.kernel_stamps);
  EXPECT_EQ(check.fault, "");
  EXPECT_TRUE(check.keep_open.valid());
}

}  // namespace
}  // namespace barrage
