#include "coordinator/web/folder_archive.h"

#include "absl/strings/str_cat.h"
#include "coordinator/web/file_stream.h"
#include "coordinator/web/result_folders.h"
#include "coordinator/web/tar_header.h"
#include "coordinator/web/zstd_packer.h"

namespace barrage {

bool StreamFolderArchive(const std::string& path, const std::string& name, const BodySink& sink) {
  ZstdPacker packer(sink);
  const BodySink pack = [&packer](absl::string_view piece) { return packer.Add(piece); };
  const std::string root = name.substr(0, kTarNameLimit);
  for (const ResultFile& file : ResultFiles(path)) {
    if (file.name.size() > kTarNameLimit) return false;
    if (!pack(TarHeader(root, file.name, file.bytes))) return false;
    if (!StreamFile(absl::StrCat(path, "/", file.name), file.bytes, pack)) return false;
    if (!pack(TarPadding(file.bytes))) return false;
  }
  return pack(TarEnd()) && packer.End();
}

}  // namespace barrage
