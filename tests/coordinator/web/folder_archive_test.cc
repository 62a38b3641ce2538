#include "coordinator/web/folder_archive.h"

#include <zstd.h>

#include <string>

#include "coordinator/web/tar_header.h"
#include "gtest/gtest.h"
#include "tests/coordinator/web/run_on_disk.h"

namespace barrage {
namespace {

std::string Unpack(const std::string& packed) {
  std::string bytes(1 << 20, '\0');
  const size_t size = ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size());
  EXPECT_FALSE(ZSTD_isError(size)) << ZSTD_getErrorName(size);
  bytes.resize(ZSTD_isError(size) ? 0 : size);
  return bytes;
}

TEST(FolderArchiveTest, HoldsEveryFileBelowOneFolder) {
  const std::string run = MakeRun(NewArtifactDir(), "one", 1000);
  std::string packed;
  EXPECT_TRUE(StreamFolderArchive(run, "one", [&packed](absl::string_view piece) {
    packed.append(piece.data(), piece.size());
    return true;
  }));
  const std::string tar = Unpack(packed);
  // Three files: a header of 512 bytes each, 700 + 324, 10 + 502 and 13 + 499 bytes; at the end 1024.
  ASSERT_EQ(tar.size(), 3u * 512 + 1024 + 512 + 512 + 1024);
  EXPECT_STREQ(tar.c_str(), "records/run.log");
  EXPECT_STREQ(tar.c_str() + 124, "00000001274");  // 700 in octal
  EXPECT_STREQ(tar.c_str() + 345, "one");
  EXPECT_EQ(tar.substr(512, 700), std::string(700, 'r'));
  EXPECT_STREQ(tar.c_str() + 1536, "report.html");
  EXPECT_EQ(tar.substr(2048, 10), "<p>one</p>");
}

TEST(FolderArchiveTest, EndsWhenThePeerHasGone) {
  const std::string run = MakeRun(NewArtifactDir(), "one", 1000);
  EXPECT_FALSE(StreamFolderArchive(run, "one", [](absl::string_view) { return false; }));
}

TEST(TarHeaderTest, CountsItsChecksumAndWritesLargeSizes) {
  const std::string header = TarHeader("f", "n", int64_t{1} << 33);
  ASSERT_EQ(header.size(), 512u);
  unsigned sum = 8 * ' ';
  for (size_t i = 0; i < header.size(); ++i) sum += i >= 148 && i < 156 ? 0 : static_cast<unsigned char>(header[i]);
  EXPECT_EQ(std::stoul(header.substr(148, 6), nullptr, 8), sum);
  EXPECT_EQ(header.substr(124, 12), std::string("\x80\0\0\0\0\0\0\2\0\0\0\0", 12));
  EXPECT_EQ(TarPadding(512), "");
  EXPECT_EQ(TarPadding(1).size(), 511u);
}

}  // namespace
}  // namespace barrage
