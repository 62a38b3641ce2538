#include "agent/upload/send_window.h"

#include "gtest/gtest.h"

namespace barrage {
namespace {

TEST(SendWindow, GrowsByOneForEachSwiftAcknowledgement) {
  SendWindow window;
  EXPECT_EQ(window.size(), 4u);
  for (int i = 0; i < 4; ++i) window.Sent(0);
  EXPECT_FALSE(window.open());
  window.Acknowledged(2, 1'000'000);
  EXPECT_EQ(window.size(), 6u);
  EXPECT_TRUE(window.open());
  for (int i = 0; i < 100; ++i) {
    window.Sent(0);
    window.Acknowledged(1, 0);
  }
  EXPECT_EQ(window.size(), SendWindow::kLargest);
}

TEST(SendWindow, HalvesForASlowOneAndNeverCloses) {
  SendWindow window;
  for (int i = 0; i < 4; ++i) window.Sent(0);
  window.Acknowledged(1, SendWindow::kSlowNs);  // just in time
  EXPECT_EQ(window.size(), 5u);
  window.Acknowledged(1, SendWindow::kSlowNs + 1);
  EXPECT_EQ(window.size(), 2u);
  window.Acknowledged(2, SendWindow::kSlowNs + 1);
  EXPECT_EQ(window.size(), 1u);
  EXPECT_TRUE(window.open());
}

TEST(SendWindow, ForgetsWhatWasOnItsWayWithTheStream) {
  SendWindow window;
  for (int i = 0; i < 4; ++i) window.Sent(0);
  window.Reset();
  EXPECT_TRUE(window.open());
  window.Acknowledged(3, 0);  // nothing is on its way
  EXPECT_EQ(window.size(), 4u);
}

}  // namespace
}  // namespace barrage
