#include "coordinator/workload/media_dataset.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "tests/coordinator/workload/list_dataset.h"

namespace barrage {
namespace {

MediaPlan Images() {
  MediaPlan plan;
  plan.image_width_mean = 40;
  plan.image_height_mean = 30;
  return plan;
}

TEST(MediaDataset, AddsWhatThePlanAsksFor) {
  MediaPlan plan = Images();
  plan.images = 2;
  plan.audio_length_mean_s = 0.2;
  const MediaDataset dataset(std::make_unique<ListDataset>(3), plan, 7);
  EXPECT_EQ(dataset.size(), 3);
  const Prompt prompt = dataset.At(1);
  EXPECT_EQ(prompt.payload.prompt(), "p1");
  ASSERT_EQ(prompt.payload.images_size(), 2);
  ASSERT_EQ(prompt.payload.audios_size(), 1);
  EXPECT_TRUE(absl::StartsWith(prompt.payload.images(0), "data:image/png;base64,iVBORw0KGgo"));
  EXPECT_NE(prompt.payload.images(0), prompt.payload.images(1));
  EXPECT_TRUE(absl::StartsWith(prompt.payload.audios(0), "data:audio/wav;base64,UklGR"));
  // 0.2 s of 16,000 samples of two bytes, and 44 bytes of head: 6444 bytes are 8592 of base64.
  EXPECT_EQ(prompt.payload.audios(0).size(), std::string("data:audio/wav;base64,").size() + 8592);
}

TEST(MediaDataset, GivesAPromptTheSameWhateverWasAskedBefore) {
  const MediaDataset a(std::make_unique<ListDataset>(3), Images(), 7), b(std::make_unique<ListDataset>(3), Images(), 7);
  a.At(0);
  EXPECT_EQ(a.At(2).payload.images(0), b.At(2).payload.images(0));
  EXPECT_NE(a.At(1).payload.images(0), b.At(2).payload.images(0));
  const MediaDataset other(std::make_unique<ListDataset>(3), Images(), 8);
  EXPECT_NE(a.At(2).payload.images(0), other.At(2).payload.images(0));
}

TEST(MediaDataset, TakesTheFormatThatIsAsked) {
  MediaPlan plan = Images();
  plan.image_format = ImageFormat::kJpeg;
  EXPECT_TRUE(absl::StartsWith(MediaDataset(std::make_unique<ListDataset>(1), plan, 1).At(0).payload.images(0),
                               "data:image/jpeg;base64,/9j/"));
  plan.image_format = ImageFormat::kRandom;
  plan.images = 40;
  int jpegs = 0;
  const Prompt prompt = MediaDataset(std::make_unique<ListDataset>(1), plan, 1).At(0);
  for (const std::string& url : prompt.payload.images()) jpegs += absl::StartsWith(url, "data:image/jpeg");
  // 40 draws of two: outside of 10 … 30 once in 1,000 seeds, and this seed is fixed.
  EXPECT_GT(jpegs, 10);
  EXPECT_LT(jpegs, 30);
}

}  // namespace
}  // namespace barrage
