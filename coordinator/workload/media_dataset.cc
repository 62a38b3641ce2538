#include "coordinator/workload/media_dataset.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/rng.h"
#include "coordinator/media/data_url.h"
#include "coordinator/media/encode_jpeg.h"
#include "coordinator/media/encode_png.h"
#include "coordinator/media/picture.h"
#include "coordinator/media/wav_clip.h"
#include "coordinator/workload/drawn_length.h"

namespace barrage {
namespace {

constexpr int64_t kMostSide = 20'000;

std::string DrawImage(const MediaPlan& plan, Rng& rng) {
  const auto side = [&](int64_t mean, int64_t stddev) {
    return static_cast<int>(std::min(kMostSide, DrawLength(mean, stddev, rng)));
  };
  const int width = side(plan.image_width_mean, plan.image_width_stddev);
  const int height = side(plan.image_height_mean, plan.image_height_stddev);
  const bool jpeg =
      plan.image_format == ImageFormat::kJpeg || (plan.image_format == ImageFormat::kRandom && rng.Below(2) == 1);
  const Picture picture = DrawPicture(width, height, rng);
  return jpeg ? DataUrl("image/jpeg", EncodeJpeg(picture)) : DataUrl("image/png", EncodePng(picture));
}

std::string DrawAudio(const MediaPlan& plan, Rng& rng) {
  WavShape shape;
  shape.seconds = plan.audio_length_mean_s;
  if (plan.audio_length_stddev_s > 0) shape.seconds += plan.audio_length_stddev_s * rng.Normal();
  shape.seconds = std::clamp(shape.seconds, 0.1, 3600.0);
  shape.samples_per_s =
      static_cast<int>(std::lround(1000 * plan.audio_sample_rates_khz[rng.Below(plan.audio_sample_rates_khz.size())]));
  shape.bits = static_cast<int>(plan.audio_depths[rng.Below(plan.audio_depths.size())]);
  shape.channels = static_cast<int>(plan.audio_channels);
  return DataUrl("audio/wav", MakeWav(shape, rng));
}

}  // namespace

MediaDataset::MediaDataset(std::unique_ptr<Dataset> prompts, const MediaPlan& plan, uint64_t seed)
    : prompts_(std::move(prompts)), plan_(plan), seed_(seed) {}

Prompt MediaDataset::At(int64_t id) const {
  Prompt prompt = prompts_->At(id);
  Rng rng(seed_, absl::StrCat("media ", id));
  if (plan_.has_images()) {
    for (int64_t i = 0; i < plan_.images; ++i) prompt.payload.add_images(DrawImage(plan_, rng));
  }
  if (plan_.has_audio()) {
    for (int64_t i = 0; i < plan_.audios; ++i) prompt.payload.add_audios(DrawAudio(plan_, rng));
  }
  return prompt;
}

}  // namespace barrage
