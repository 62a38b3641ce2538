#ifndef COORDINATOR_STORE_LOG_FORMAT_H_
#define COORDINATOR_STORE_LOG_FORMAT_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace barrage {

// The first bytes of every record log; FORMAT.md has the rest.
inline constexpr absl::string_view kLogMagic = "BRGLOG1\n";

// RunHeader.format_version that this program writes, and the only one it reads.
inline constexpr uint32_t kLogFormatVersion = 2;

// Where the log of the run in directory `dir` is.
inline std::string LogPath(absl::string_view dir) { return absl::StrCat(dir, "/records/run.log"); }

}  // namespace barrage

#endif  // COORDINATOR_STORE_LOG_FORMAT_H_
