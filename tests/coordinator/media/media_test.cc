// Images and audio, read back with the libraries that others read them with.
// libjpeg's header needs what <cstdio> declares, and does not include it.
// clang-format off
#include <cstdio>
#include <jpeglib.h>
// clang-format on
#include <png.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "coordinator/media/data_url.h"
#include "coordinator/media/encode_jpeg.h"
#include "coordinator/media/encode_png.h"
#include "coordinator/media/picture.h"
#include "coordinator/media/wav_clip.h"
#include "gtest/gtest.h"

namespace barrage {
namespace {

Picture Draw(int width, int height, uint64_t seed = 1) {
  Rng rng(seed, "media_test");
  return DrawPicture(width, height, rng);
}

TEST(Picture, IsTheSameForASeedAndAnotherForAnother) {
  EXPECT_EQ(Draw(31, 17).rgb.size(), 31u * 17u * 3u);
  EXPECT_EQ(Draw(31, 17).rgb, Draw(31, 17).rgb);
  EXPECT_NE(Draw(31, 17).rgb, Draw(31, 17, 2).rgb);
  EXPECT_EQ(Draw(1, 1).rgb.size(), 3u);
}

TEST(Png, IsReadBackAsItWasDrawn) {
  for (const auto& [width, height] : {std::pair(1, 1), std::pair(640, 3), std::pair(123, 457)}) {
    const Picture picture = Draw(width, height);
    const std::string file = EncodePng(picture);
    png_image image = {};
    image.version = PNG_IMAGE_VERSION;
    ASSERT_NE(png_image_begin_read_from_memory(&image, file.data(), file.size()), 0) << image.message;
    image.format = PNG_FORMAT_RGB;
    std::vector<uint8_t> rgb(PNG_IMAGE_SIZE(image));
    ASSERT_NE(png_image_finish_read(&image, nullptr, rgb.data(), 0, nullptr), 0) << image.message;
    EXPECT_EQ(image.width, static_cast<png_uint_32>(width));
    EXPECT_EQ(image.height, static_cast<png_uint_32>(height));
    EXPECT_EQ(rgb, picture.rgb);
  }
}

TEST(Jpeg, HasTheSidesThatWereAskedFor) {
  const std::string file = EncodeJpeg(Draw(123, 45));
  jpeg_error_mgr errors = {};
  jpeg_decompress_struct jpeg = {};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  ASSERT_EQ(jpeg_read_header(&jpeg, TRUE), JPEG_HEADER_OK);
  EXPECT_EQ(jpeg.image_width, 123u);
  EXPECT_EQ(jpeg.image_height, 45u);
  EXPECT_EQ(jpeg.num_components, 3);
  jpeg_destroy_decompress(&jpeg);
}

uint64_t Little(const std::string& bytes, size_t at, int count) {
  uint64_t value = 0;
  for (int i = count - 1; i >= 0; --i) value = value << 8 | static_cast<uint8_t>(bytes[at + static_cast<size_t>(i)]);
  return value;
}

TEST(Wav, SaysWhatItHolds) {
  for (const int bits : {8, 16, 24, 32}) {
    for (const int channels : {1, 2}) {
      Rng rng(1, "wav");
      const std::string file =
          MakeWav({.seconds = 0.5, .samples_per_s = 8001, .bits = bits, .channels = channels}, rng);
      // 4000.5 frames round to 4001 (half away from zero).
      const uint64_t data = 4001u * static_cast<uint64_t>(bits / 8 * channels);
      EXPECT_EQ(file.substr(0, 4) + file.substr(8, 8), "RIFFWAVEfmt ");
      EXPECT_EQ(Little(file, 4, 4), file.size() - 8);
      EXPECT_EQ(Little(file, 20, 2), 1u);
      EXPECT_EQ(Little(file, 22, 2), static_cast<uint64_t>(channels));
      EXPECT_EQ(Little(file, 24, 4), 8001u);
      EXPECT_EQ(Little(file, 28, 4), 8001u * static_cast<uint64_t>(bits / 8 * channels));
      EXPECT_EQ(Little(file, 34, 2), static_cast<uint64_t>(bits));
      EXPECT_EQ(file.substr(36, 4), "data");
      EXPECT_EQ(Little(file, 40, 4), data);
      EXPECT_EQ(file.size(), 44 + data + data % 2);
    }
  }
}

TEST(Wav, IsNoiseAtATenthOfFullScale) {
  Rng rng(1, "wav");
  const std::string file = MakeWav({.seconds = 1, .samples_per_s = 16'000, .bits = 16, .channels = 1}, rng);
  double sum = 0, squares = 0;
  for (size_t at = 44; at < file.size(); at += 2) {
    const double value = static_cast<int16_t>(Little(file, at, 2)) / 32767.0;
    sum += value;
    squares += value * value;
  }
  // 16,000 draws: the standard error of the mean is 0.0008, of the deviation 0.0006.
  EXPECT_NEAR(sum / 16'000, 0, 0.004);
  EXPECT_NEAR(squares / 16'000, 0.01, 0.0006);
}

std::string WriteFile(const std::string& name, const std::string& bytes) {
  const std::string path = std::string(std::getenv("TEST_TMPDIR")) + "/" + name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

TEST(MediaUrl, IsMadeOfAFileByWhatItHolds) {
  const std::string bytes = EncodePng(Draw(2, 2));
  const std::string path = WriteFile("a.jpeg", bytes), folder = std::getenv("TEST_TMPDIR");
  const auto url = MediaUrl(path, MediaKind::kImage, "");
  ASSERT_TRUE(url.ok()) << url.status();
  std::string back;
  ASSERT_TRUE(absl::StartsWith(*url, "data:image/png;base64,"));
  ASSERT_TRUE(absl::Base64Unescape(url->substr(url->find(',') + 1), &back));
  EXPECT_EQ(back, bytes);
  EXPECT_EQ(*MediaUrl("a.jpeg", MediaKind::kImage, folder), *url);
  for (const char* name : {"https://x/y.png", "http://x", "data:image/png;base64,AA"}) {
    EXPECT_EQ(*MediaUrl(name, MediaKind::kImage, ""), name);
  }
  EXPECT_EQ(MediaUrl("none.png", MediaKind::kImage, folder).status().message(), "none.png: no such file");
  EXPECT_EQ(MediaUrl(path, MediaKind::kAudio, "").status().message(),
            path + ": image/png; WAV, MP3, FLAC and Ogg are audio");
  const std::string text = WriteFile("t.png", "no image");
  EXPECT_EQ(MediaUrl(text, MediaKind::kImage, "").status().message(),
            text + ": neither image nor audio; PNG, JPEG, GIF and WebP are images");
}

TEST(MediaUrl, KnowsTypesByTheirFirstBytes) {
  Rng rng(1, "wav");
  EXPECT_EQ(MediaTypeOf(MakeWav({}, rng)), "audio/wav");
  EXPECT_EQ(MediaTypeOf(EncodeJpeg(Draw(9, 9))), "image/jpeg");
  EXPECT_EQ(MediaTypeOf("RIFF....WEBPVP8 "), "image/webp");
  EXPECT_EQ(MediaTypeOf("RIFF....AVI "), "");
  EXPECT_EQ(MediaTypeOf("RIFF"), "");
  EXPECT_EQ(MediaTypeOf("ID3\x04"), "audio/mp3");
  EXPECT_EQ(MediaTypeOf(""), "");
}

}  // namespace
}  // namespace barrage
