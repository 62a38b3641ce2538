// A log of foreign bytes: opening and reading it gives a log or an error.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "common/record/frame.h"
#include "coordinator/store/log_format.h"
#include "coordinator/store/record_log_reader.h"

namespace {

// A directory of this process, in memory where there is such a file system.
const std::string& Directory() {
  static const std::string& directory = *new std::string([] {
    std::string path = std::filesystem::exists("/dev/shm") ? "/dev/shm/log_fuzz_XXXXXX" : "/tmp/log_fuzz_XXXXXX";
    if (mkdtemp(path.data()) == nullptr) std::abort();
    std::filesystem::create_directory(path + "/records");
    return path;
  }());
  return directory;
}

void Read(const std::string& bytes) {
  std::ofstream(barrage::LogPath(Directory()), std::ios::binary | std::ios::trunc) << bytes;
  const auto log = barrage::OpenRunLog(Directory());
  if (!log.ok()) return;
  (*log)->ForEachRecord([](uint32_t, const barrage::RequestRecord&) {}).IgnoreError();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Read(std::string(barrage::kLogMagic) + bytes);
  // The same as the content of a whole frame, after a header, so that the entry's reader sees foreign bytes too.
  if (bytes.empty()) return 0;
  barrage::wire::LogEntry header;
  header.mutable_header()->set_format_version(barrage::kLogFormatVersion);
  std::string framed(barrage::kLogMagic);
  barrage::AppendFrame(framed, header.SerializeAsString());
  barrage::AppendFrame(framed, bytes);
  Read(framed);
  return 0;
}
