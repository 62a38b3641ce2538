#ifndef COORDINATOR_WEB_TAR_HEADER_H_
#define COORDINATOR_WEB_TAR_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <string>

namespace barrage {

// The parts of a tar archive in POSIX ustar format (IEEE Std 1003.1, pax): for each file a header, its bytes and the
// padding; at last the end.
inline constexpr size_t kTarNameLimit = 100;

// The header of the regular file `folder`/`name`, mode 0644, of nobody, at time 0: the same content gives the same
// archive. Requires both names of 1 to kTarNameLimit bytes, and bytes >= 0.
std::string TarHeader(const std::string& folder, const std::string& name, int64_t bytes);

std::string TarPadding(int64_t bytes);
std::string TarEnd();

}  // namespace barrage

#endif  // COORDINATOR_WEB_TAR_HEADER_H_
